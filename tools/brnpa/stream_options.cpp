#include "stream_options.hpp"

#include "option_checks.hpp"
#include "reid/input_size.hpp"
#include "stream_names.hpp"

namespace {

constexpr double MOST_SECONDS = 1e9;
constexpr int MOST_PORT = 65535;

}  // namespace

CLI::App* addStreamCommand(CLI::App& program, StreamOptions& options) {
    CLI::App* command = program.add_subcommand("stream", "Watch cameras: recognize people and show attention, live");
    command->description(
        "Finds, follows and recognizes people in one or more live videos, and paints where the network looked.\n"
        "A camera that goes away is waited for. Of a camera the latest picture is worked on and those that came in\n"
        "between are dropped, so that the view never lags behind; of a file every frame counts, unless --live is "
        "given.\n"
        "All sources share one gallery: who was seen by one camera is known to the others.");
    command->footer(
        "Examples:\n"
        "  brnpa stream /dev/video0 --window\n"
        "  brnpa stream yard=rtsp://10.0.0.7/live gate=rtsp://10.0.0.8/live --gallery staff.gallery --rtsp 8554\n"
        "  brnpa stream test --for 5 --statistics -\n"
        "Options can stand in a TOML file, in the section [stream]: brnpa stream --config cameras.toml\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed (disk, missing plugin),\n"
        "130 ended by Ctrl-C.");
    command
        ->add_option("source", options.sources,
                     "Cameras: rtsp://..., http://..., /dev/video0 or another name of a device (/dev/v4l/by-id/... "
                     "stays the same\n"
                     "whichever is plugged in first), \"test\" (a pattern), or video files. NAME= in front names one, "
                     "for labels,\n"
                     "files and the gallery; it has letters a to z, digits, \".\", \"_\" and \"-\"")
        ->required()
        ->check(CLI::Validator([](const std::string& given) { return faultOfName(given); }, ""))
        ->type_name("[NAME=]SOURCE");
    addPeopleOptions(*command, options.people);
    command->add_flag("--live", options.live, "Play files as cameras: at their own speed, dropping frames");
    command
        ->add_option_function<std::string>(
            "--camera-size", [&options](const std::string& text) { options.cameraSize = *reid::parseInputSize(text); },
            "Pixels asked of /dev/video0 and the like. Otherwise what a camera gives at 15 frames/s or more, nearest "
            "to\n"
            "1280x720, as raw pictures or as JPEG")
        ->check(sizeLike("1280x720"))
        ->type_name("WxH");
    command->add_flag("--window", options.window, "Show each source in a window; who closes it ends the source");
    command
        ->add_option("--rtsp", options.rtspPort,
                     "Serve each source as rtsp://HOST:PORT/NAME; 0: any free port. Nobody watching costs nothing")
        ->check(CLI::Range(0, MOST_PORT).description(""))
        ->type_name("PORT");
    command->add_option("--hls", options.hls, "Folder of a web server for NAME.m3u8 and its pieces, made when missing")
        ->type_name("DIR");
    command
        ->add_option("--record", options.record,
                     "Folder for NAME-DATE-TIME.mp4, made when missing; they play up to the last second after a crash")
        ->type_name("DIR");
    command
        ->add_option(
            "--records", options.records,
            "File for a JSON object for each person in each frame, of all sources; appended to when it is there")
        ->type_name("FILE");
    command
        ->add_option(
            "--statistics", options.statistics,
            "At the end: frames, drops, losses and the time that each stage took, as JSON; - for the terminal.\n"
            "pipelines/reid/docs/stream-statistics.md tells what the fields mean")
        ->type_name("FILE|-");
    command->add_option("--status-every", options.statusEvery, "Seconds between lines about each source")
        ->check(numberBetween(0.1, MOST_SECONDS))
        ->type_name("SECONDS")
        ->capture_default_str();
    command->add_option("--patience", options.patience, "Seconds without a picture before a camera counts as lost")
        ->check(numberBetween(0.5, MOST_SECONDS))
        ->type_name("SECONDS")
        ->capture_default_str();
    command->add_option("--for", options.seconds, "Stop after so many seconds")
        ->check(numberBetween(0.1, MOST_SECONDS))
        ->type_name("SECONDS");
    command->add_flag("-q,--quiet", options.quiet, "Say nothing unless something is wrong");
    return command;
}

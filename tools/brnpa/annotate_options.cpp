#include "annotate_options.hpp"

#include <fmt/format.h>

#include "option_checks.hpp"
#include "recording_time.hpp"

namespace {

constexpr int MOST_JOBS = 256;

}  // namespace

CLI::App* addAnnotateCommand(CLI::App& program, AnnotateOptions& options) {
    CLI::App* command = program.add_subcommand("annotate", "Find, track and recognize the people in videos");
    command->description(
        "Finds and follows the people in videos, gives a returning person the same identity, and paints where the\n"
        "network looked to tell them apart: part 1 red, part 2 green, part 3 blue.\n"
        "Writes into the output folder, when all of a video is done:\n"
        "  annotated.mp4   mp4:   the video with boxes, identities and attention maps\n"
        "  records.jsonl   jsonl: one JSON object for each person in each frame\n"
        "  tracks.txt      mot:   the tracks in MOTChallenge format\n"
        "  people.vtt      vtt:   who is in view when, as subtitles\n"
        "  report.html     html:  who is in view when, with pictures, as a page for people\n"
        "  coco.json       coco:  the boxes as COCO results; not written unless --formats says so\n"
        "  summary.json    always: what was done, and the content of report.html for programs\n"
        "Of a folder all videos in it are done, and those in the folders below. Several videos get a folder each,\n"
        "DIR/NAME/, and a report of all of them in DIR/report.html. A video that is damaged is told, and the others\n"
        "are done.\n"
        "With --gallery the people are remembered from video to video.\n"
        "Ctrl-C ends early and keeps the frames so far (with --resume: finished videos only); a second Ctrl-C gives\n"
        "up and leaves nothing of the video at work.\n"
        "With --resume the same command, after whatever ended it (Ctrl-C, kill, power cut), does what is left to do:\n"
        "finished videos are not done again; of the one that was at work people are not looked for again where that\n"
        "was done; and the records at the end are those of a run that nothing ended.");
    command->footer(
        "Examples:\n"
        "  brnpa annotate street.mp4 --output results\n"
        "  brnpa annotate archive/ door.mp4 --output results --resume\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input (of several videos: of one at least), 4 the machine\n"
        "failed (disk, missing plugin), 130 ended by Ctrl-C.");

    command->add_option("input", options.inputs, "Video files, folders of them, or URIs such as rtsp://camera/stream")
        ->required()
        ->type_name("PATH");
    command->add_option("-o,--output", options.output, "Folder for the results, made when missing")
        ->required()
        ->type_name("DIR");
    addFormatsOption(*command, options.formats);
    const PeopleFlags people = addPeopleOptions(*command, options.people);
    command
        ->add_option(
            "--detections", options.detections,
            "Use the boxes in this file instead of a detector, and its step: what brnpa detect wrote as jsonl\n"
            "or mot")
        ->type_name("FILE")
        ->excludes(people.detector);
    command
        ->add_option("--camera", options.camera,
                     "Name under which the gallery says where somebody was seen; default: the video's")
        ->type_name("NAME")
        ->needs(people.gallery);
    command
        ->add_option("--recorded-at", options.recordedAt,
                     "When the video begins, for the gallery: 2026-11-23T14:05:00, local time; of several videos a\n"
                     "pattern of their names, such as %Y%m%d-%H%M%S, or modified: each ends when its file was last\n"
                     "written; default: now")
        ->check(CLI::Validator(refuseRecordingTime, ""))
        ->type_name("TIME")
        ->needs(people.gallery);
    command->add_option("--max-frames", options.maxFrames, "Stop after so many frames of each video")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N");
    command
        ->add_option("--snapshot", options.snapshot,
                     "Save the frame with the most people so far as a picture, while the work goes on")
        ->check(writablePicture())
        ->type_name("FILE");
    command
        ->add_option("-j,--jobs", options.jobs,
                     "Videos to annotate at once. With --gallery who comes first depends on chance then, and with it\n"
                     "who gets which number")
        ->check(numberBetween(1, MOST_JOBS))
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--resume", options.resume,
                      "Leave out videos whose results are there and whole. With --gallery, what a video adds to it is\n"
                      "written together with its results; not with more than one of --jobs then");
    command->add_flag("--overwrite", options.overwrite, "Replace results that are in the output folder already");
    command->add_flag("-q,--quiet", options.quiet, "Say nothing unless something is wrong");
    command->callback([&options] {
        if (options.jobs > 1 && options.resume && !options.people.gallery.empty())
            throw CLI::ValidationError(
                "--jobs: one video after the other is resumed with --gallery, since what a video finds there depends "
                "on "
                "those before it; leave out --jobs or --resume");
        if (options.inputs.size() > 1 && isOneTime(options.recordedAt))
            throw CLI::ValidationError(fmt::format("--recorded-at: {}", ONE_TIME_FOR_SEVERAL));
    });
    return command;
}

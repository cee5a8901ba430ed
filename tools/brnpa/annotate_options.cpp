#include "annotate_options.hpp"

#include <map>

#include "clock_text.hpp"
#include "model_options.hpp"
#include "option_checks.hpp"

namespace {

constexpr double MOST_FRAMES_BETWEEN_DETECTIONS = 1000;

}  // namespace

CLI::App* addAnnotateCommand(CLI::App& program, AnnotateOptions& options) {
    CLI::App* command = program.add_subcommand("annotate", "Find, track and recognize the people in a video");
    command->description(
        "Finds and follows the people in a video, gives a returning person the same identity, and paints where the\n"
        "network looked to tell them apart: part 1 red, part 2 green, part 3 blue.\n"
        "Writes into the output folder, when all is done:\n"
        "  annotated.mp4   the video with boxes, identities and attention maps\n"
        "  records.jsonl   one JSON object for each person in each frame\n"
        "  tracks.txt      the tracks in MOTChallenge format\n"
        "With --gallery the people are remembered from video to video.\n"
        "Ctrl-C ends early and keeps the frames so far; a second Ctrl-C gives up and leaves nothing.");
    command->footer(
        "Example: brnpa annotate street.mp4 --output results\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed (disk, missing plugin),\n"
        "130 ended by Ctrl-C.");

    command->add_option("input", options.input, "Video file, or a URI such as rtsp://camera/stream")
        ->required()
        ->type_name("INPUT");
    command->add_option("-o,--output", options.output, "Folder for the results, made when missing")
        ->required()
        ->type_name("DIR");
    addModelOption(*command, options.model);
    CLI::Option* detector = addDetectorOptions(*command, options.detector);
    command
        ->add_option("--detections", options.detections,
                     "Use the boxes in this file instead of a detector: what brnpa detect wrote as jsonl or mot")
        ->type_name("FILE")
        ->excludes(detector);
    command
        ->add_option("--detect-every", options.detectEvery,
                     "Frames from one detection to the next; fewer is surer, and slower. With --detections: the file's")
        ->check(numberBetween(1, MOST_FRAMES_BETWEEN_DETECTIONS))
        ->type_name("N")
        ->default_str("1; hog: 5");
    command
        ->add_option("--look-every", options.lookEvery,
                     "Frames from one look at a person's appearance and attention to the next; 1 is surest, and\n"
                     "slowest. Whoever is new or near somebody is looked at more often")
        ->check(numberBetween(1, MOST_FRAMES_BETWEEN_DETECTIONS))
        ->type_name("N")
        ->default_str("5");
    const std::map<std::string, int> normalizations = {{"joint", cv::brnpa::NORMALIZE_JOINT},
                                                       {"per-map", cv::brnpa::NORMALIZE_PER_MAP}};
    command
        ->add_option_function<std::string>(
            "--normalize",
            [&options, normalizations](const std::string& name) { options.normalization = normalizations.at(name); },
            "joint: one brightness scale for all parts of a person; per-map: one for each part")
        ->check(CLI::IsMember({"joint", "per-map"}).description(""))
        ->type_name("joint|per-map")
        ->default_str("joint");
    addAcceptOptions(*command, options.accept);
    CLI::Option* gallery =
        command
            ->add_option(
                "--gallery", options.gallery,
                "Recognize the people of this gallery and enrol new ones; made when missing. Default: none is\n"
                "kept. brnpa gallery shows and edits it")
            ->type_name("FILE");
    command
        ->add_option("--camera", options.camera,
                     "Name under which the gallery says where somebody was seen; default: the input's")
        ->type_name("NAME")
        ->needs(gallery);
    command
        ->add_option("--recorded-at", options.recordedAt,
                     "When the video begins, for the gallery: 2026-11-23T14:05:00, local time; default: now")
        ->check(CLI::Validator(refuseUnreadableTime, ""))
        ->type_name("TIME")
        ->needs(gallery);
    command->add_option("--max-frames", options.maxFrames, "Stop after so many frames")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N");
    command
        ->add_option("--snapshot", options.snapshot,
                     "Save the frame with the most people so far as a picture, while the work goes on")
        ->check(writablePicture())
        ->type_name("FILE");
    command->add_flag("--overwrite", options.overwrite, "Replace results that are in the output folder already");
    command->add_flag("-q,--quiet", options.quiet, "Say nothing unless something is wrong");
    return command;
}

#include "annotate_options.hpp"

#include "clock_text.hpp"
#include "option_checks.hpp"

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
                     "Name under which the gallery says where somebody was seen; default: the input's")
        ->type_name("NAME")
        ->needs(people.gallery);
    command
        ->add_option("--recorded-at", options.recordedAt,
                     "When the video begins, for the gallery: 2026-11-23T14:05:00, local time; default: now")
        ->check(CLI::Validator(refuseUnreadableTime, ""))
        ->type_name("TIME")
        ->needs(people.gallery);
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

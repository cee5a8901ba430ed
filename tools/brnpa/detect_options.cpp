#include "detect_options.hpp"

#include <map>

#include "option_checks.hpp"

CLI::App* addDetectCommand(CLI::App& program, DetectOptions& options) {
    CLI::App* command = program.add_subcommand("detect", "Write down where people are in videos and pictures");
    command->description(
        "Finds people in videos and pictures and writes their boxes into a file, without following them:\n"
        "  --format jsonl   one JSON object for each frame; brnpa annotate --detections reads it\n"
        "  --format mot     MOTChallenge text, one file a video; pictures together are the frames of one sequence\n"
        "  --format coco    results for COCO's tools; frames are images 1, 2, 3, ... in the order of the inputs\n"
        "Ctrl-C ends early and keeps the frames so far; a second Ctrl-C gives up and leaves nothing.");
    command->footer(
        "Examples:\n"
        "  brnpa detect street.mp4 --format jsonl --output street.jsonl\n"
        "  brnpa detect img1/ --format mot --output det.txt --detector yolox_s.onnx\n"
        "  brnpa detect monday.mp4 tuesday.mp4 --format mot --output boxes/\n"
        "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed (disk, missing plugin),\n"
        "130 ended by Ctrl-C.");
    command
        ->add_option("input", options.inputs,
                     "Videos, pictures, and folders that are searched for them; a video may be a URI such as\n"
                     "rtsp://camera/stream")
        ->required()
        ->type_name("INPUT");
    const std::map<std::string, DetectionFormat> formats = {
        {"mot", DetectionFormat::Mot}, {"coco", DetectionFormat::Coco}, {"jsonl", DetectionFormat::JsonLines}};
    command
        ->add_option_function<std::string>(
            "-f,--format", [&options, formats](const std::string& name) { options.format = formats.at(name); },
            "How the boxes are written")
        ->required()
        ->check(CLI::IsMember({"mot", "coco", "jsonl"}).description(""))
        ->type_name("mot|coco|jsonl");
    command
        ->add_option("-o,--output", options.output,
                     "File for the boxes, - for the terminal; for several videos as mot: folder for files named after\n"
                     "the videos")
        ->required()
        ->type_name("FILE|DIR");
    addDetectorOptions(*command, options.detector);
    command
        ->add_option("--detect-every,--every", options.every,
                     "Look at every Nth frame of a video only, beginning with the first")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--max-frames", options.maxFrames, "Stop after so many frames of each video")
        ->check(numberBetween(1, MOST_FRAMES))
        ->type_name("N");
    command->add_flag("--overwrite", options.overwrite, "Replace files of an earlier run");
    command->add_flag("-q,--quiet", options.quiet, "Say nothing unless something is wrong");
    return command;
}

#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detector_choice.hpp"

enum class DetectionFormat { Mot, Coco, JsonLines };

/// As the name of the file that is written.
constexpr const char* TO_TERMINAL = "-";

/// What `brnpa detect` was asked for.
struct DetectOptions {
    std::vector<std::string> inputs;  ///< paths or URIs of videos, paths of pictures, folders of both
    std::string output;               ///< file, or folder for the MOT files of videos, or TO_TERMINAL
    DetectionFormat format = DetectionFormat::JsonLines;
    DetectorChoice detector;
    int64_t every = 1;                 ///< frames of a video from one detection to the next, 1 or more
    std::optional<int64_t> maxFrames;  ///< of each video, 1 or more
    bool overwrite = false;
    bool quiet = false;
};

/// Declares the subcommand; options are filled when the command line is parsed.
CLI::App* addDetectCommand(CLI::App& program, DetectOptions& options);

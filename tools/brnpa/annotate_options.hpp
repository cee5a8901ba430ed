#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <opencv2/brnpa/overlay.hpp>
#include <optional>
#include <string>

#include "detector_choice.hpp"

/// What `brnpa annotate` was asked for.
struct AnnotateOptions {
    std::string input;   ///< path or URI of the video
    std::string output;  ///< folder of the results
    std::string model;   ///< model folder
    DetectorChoice detector;
    std::string detections;          ///< file of detections to use instead of the detector; empty: none
    std::optional<int> detectEvery;  ///< frames from one detection to the next, 1 or more; empty: 5, or as the file
    int normalization = cv::brnpa::NORMALIZE_JOINT;
    std::optional<double> threshold;   ///< accept distance; the model folder's where empty
    double falseAcceptRate = 1e-4;     ///< chooses among the model folder's thresholds, 0..1
    std::optional<int64_t> maxFrames;  ///< stop after so many, 1 or more
    std::string snapshot;              ///< picture file for the frame with the most people; empty: none
    bool overwrite = false;
    bool quiet = false;
};

/// Declares the subcommand; options are filled when the command line is parsed.
CLI::App* addAnnotateCommand(CLI::App& program, AnnotateOptions& options);

#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <opencv2/brnpa/overlay.hpp>
#include <optional>
#include <string>

#include "accept_distance.hpp"
#include "detector_choice.hpp"

/// What `brnpa annotate` was asked for.
struct AnnotateOptions {
    std::string input;   ///< path or URI of the video
    std::string output;  ///< folder of the results
    std::string model;   ///< model folder
    DetectorChoice detector;
    std::string detections;          ///< file of detections to use instead of the detector; empty: none
    std::optional<int> detectEvery;  ///< frames from one detection to the next, 1 or more; empty: the detector's
    int lookEvery = 5;               ///< frames from one look at a person's appearance to the next, 1 or more
    int normalization = cv::brnpa::NORMALIZE_JOINT;
    AcceptOptions accept;
    std::string gallery;               ///< file of a lasting gallery; empty: none
    std::string camera;                ///< where the video was taken, for the gallery; empty: the input's name
    std::string recordedAt;            ///< when it begins, for the gallery; empty: now
    std::optional<int64_t> maxFrames;  ///< stop after so many, 1 or more
    std::string snapshot;              ///< picture file for the frame with the most people; empty: none
    bool overwrite = false;
    bool quiet = false;
};

/// Declares the subcommand; options are filled when the command line is parsed.
CLI::App* addAnnotateCommand(CLI::App& program, AnnotateOptions& options);

#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "people_options.hpp"
#include "result_formats.hpp"

/// What `brnpa annotate` was asked for.
struct AnnotateOptions {
    std::vector<std::string> inputs;  ///< paths of videos and folders, URIs of videos
    std::string output;               ///< folder of the results
    ResultFormats formats = usualResultFormats();
    PeopleOptions people;
    std::string detections;            ///< file of detections to use instead of the detector; empty: none
    std::string camera;                ///< where the video was taken, for the gallery; empty: the input's name
    std::string recordedAt;            ///< when it begins, for the gallery; empty: now
    std::optional<int64_t> maxFrames;  ///< stop after so many, 1 or more
    std::string snapshot;              ///< picture file for the frame with the most people; empty: none
    int jobs = 1;                      ///< videos at once, 1 or more
    bool resume = false;               ///< leave out what an earlier run finished
    bool overwrite = false;
    bool quiet = false;
};

/// Declares the subcommand; options are filled when the command line is parsed.
CLI::App* addAnnotateCommand(CLI::App& program, AnnotateOptions& options);

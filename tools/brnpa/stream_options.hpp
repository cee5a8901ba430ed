#pragma once

#include <CLI/CLI.hpp>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "people_options.hpp"

/// What `brnpa stream` was asked for.
struct StreamOptions {
    std::vector<std::string> sources;  ///< [NAME=]ADDRESS
    PeopleOptions people;
    bool live = false;    ///< play files as cameras
    cv::Size cameraSize;  ///< pixels asked of cameras of this machine; empty: chosen for each
    bool window = false;
    std::string record;             ///< folder for videos; empty: none
    std::string hls;                ///< folder for HTTP live streaming; empty: none
    std::optional<int> rtspPort;    ///< of an RTSP server; empty: none
    std::string records;            ///< file for records.jsonl; empty: none
    std::string statistics;         ///< file for the statistics at the end, "-": stdout; empty: none
    double statusEvery = 5;         ///< seconds
    double patience = 10;           ///< seconds without a picture after which a camera counts as lost
    std::optional<double> seconds;  ///< stop after so many
    bool quiet = false;
};

/// Declares the subcommand; options are filled when the command line is parsed.
CLI::App* addStreamCommand(CLI::App& program, StreamOptions& options);

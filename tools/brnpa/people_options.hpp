#pragma once

#include <CLI/CLI.hpp>
#include <opencv2/brnpa/overlay.hpp>
#include <optional>
#include <string>

#include "accept_distance.hpp"
#include "detector_choice.hpp"
#include "reid/person_pipeline.hpp"

/// How people are found, followed, recognized and drawn: what annotate and stream have in common.
struct PeopleOptions {
    std::string model;  ///< model folder
    DetectorChoice detector;
    std::optional<int> detectEvery;  ///< frames from one detection to the next, 1 or more; empty: the detector's
    /// Frames from one look at a person's appearance to the next, 1 or more.
    int lookEvery = reid::PersonPipelineOptions::USUAL_LOOK_EVERY;
    int normalization = cv::brnpa::NORMALIZE_PER_MAP;
    AcceptOptions accept;
    std::string gallery;     ///< file of a lasting gallery; empty: none
    bool anonymise = false;  ///< nobody is recognizable in films and pictures
};

/// Options that others may need or exclude.
struct PeopleFlags {
    CLI::Option* detector;
    CLI::Option* gallery;
};

PeopleFlags addPeopleOptions(CLI::App& command, PeopleOptions& options);

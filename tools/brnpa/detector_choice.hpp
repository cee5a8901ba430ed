#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "reid/open_detector.hpp"

/// Which detector a command was asked to use.
struct DetectorChoice {
    std::string detector;  ///< "hog", the name of a shipped model, a model folder or a network file
    reid::DetectorOptions options;
};

/// Declares --detector, the options that go with it, and --engine, which is that of every network.
/// @returns --detector, so that other options can exclude it.
CLI::Option* addDetectorOptions(CLI::App& command, DetectorChoice& choice);

/// For recordings: as many frames side by side as there are cores, eight at most.
/// @param videos that are worked on at the same time, and share the cores.
/// @throws reid::InputError as openDetector().
std::unique_ptr<reid::Detector> openParallelDetector(const DetectorChoice& choice, int videos);

/// @throws reid::InputError when there is no such detector or the options do not fit it.
std::unique_ptr<reid::Detector> openDetector(const DetectorChoice& choice);

#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "data/person_samples.hpp"

namespace brnpa::trainer {

//! The command `brnpa-train evaluate` for detectors.
struct EvaluateDetectorCommand {
    std::string model;              //!< checkpoint or model folder
    std::vector<std::string> data;  //!< data sets, at least one; each is measured by itself
    PersonSplit split = PersonSplit::Validation;
    std::optional<cv::Size> inputSize;  //!< other than the model's
    bool json = false;                  //!< on stdout: one JSON object instead of tables
};

/** Measures a detector and prints what it found on stdout.
@throws InputError for a model or data that do not fit. */
void runEvaluateDetector(const EvaluateDetectorCommand& command);

//! WIDTHxHEIGHT, both multiples of 32 up to 4096; empty where the text is something else.
std::optional<cv::Size> inputSizeOf(const std::string& text);

/** "reid" or "detect": the task of a checkpoint or model folder.
@throws InputError where it is neither. */
std::string modelTask(const std::string& path);

}  // namespace brnpa::trainer

#pragma once

#include <optional>

#include "reid/model_folder.hpp"

/// Largest distance at which two pictures are the same person.
struct AcceptOptions {
    std::optional<double> threshold;  ///< the distance itself; the model folder's where empty
    double falseAcceptRate = 1e-4;    ///< chooses among the model folder's thresholds, 0..1
    double margin = 0;                ///< by which the runner-up must be farther, or nobody is named
};

/// @throws reid::InputError when neither the options nor the folder has one.
double acceptDistance(const AcceptOptions& options, const reid::ModelFolder& folder);

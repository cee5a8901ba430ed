#include "accept_distance.hpp"

#include <fmt/format.h>

#include "reid/errors.hpp"

double acceptDistance(const AcceptOptions& options, const reid::ModelFolder& folder) {
    if (options.threshold) return *options.threshold;
    if (folder.thresholds.empty())
        throw reid::InputError(
            fmt::format("The model folder {} holds no threshold; give one with --threshold.", folder.directory));
    return folder.acceptDistance(options.falseAcceptRate);
}

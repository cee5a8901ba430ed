#pragma once

#include <vector>

#include "reid/embedder.hpp"

namespace reid {

/// Which of a person's views to do without when there is one too many: one of the two most alike, namely the one that
/// has the nearer third view; the later one where both are as near. The smallest distance between two of those that
/// stay never gets smaller by this, so that rare views live on while repetitions of a common one come and go.
/// @param views two or more, oldest first, of length 1 when the metric is cosine.
/// @returns its place.
size_t leastMissedView(const std::vector<Embedding>& views, Metric metric);

}  // namespace reid

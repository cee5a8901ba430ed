#include "suppression.hpp"

#include <algorithm>

#include "boxes.hpp"

namespace reid {

std::vector<Detection> suppressDuplicates(std::vector<Detection> detections, double overlapThreshold,
                                          double insideThreshold) {
    std::stable_sort(detections.begin(), detections.end(),
                     [](const Detection& a, const Detection& b) { return a.confidence > b.confidence; });
    std::vector<Detection> kept;
    for (const Detection& candidate : detections) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const Detection& surer) {
            return overlap(surer.box, candidate.box) > overlapThreshold ||
                   coveredShare(surer.box, candidate.box) > insideThreshold ||
                   coveredShare(candidate.box, surer.box) > insideThreshold;
        });
        if (!known) kept.push_back(candidate);
    }
    return kept;
}

}  // namespace reid

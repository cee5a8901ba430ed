#include "losses/sim_ota.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace brnpa::trainer {
namespace {

constexpr float centerRadius = 2.5f;  // strides
constexpr float overlapWeight = 3;
constexpr float outsideCost = 1e5f;      // more than any other cost
constexpr std::size_t countedBest = 10;  // overlaps whose sum is k
constexpr float smallest = 1e-8f;        // keeps logarithms finite
constexpr float ignoredShare = 0.5f;     // of a prediction's area

struct Candidate {
    std::size_t cell;
    float overlap, cost;
};

std::vector<Candidate> candidatesOf(const cv::Rect2f& person, const std::vector<GridCell>& cells,
                                    const std::vector<CellPrediction>& predictions) {
    const cv::Point2f center(person.x + person.width / 2, person.y + person.height / 2);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const cv::Point2f point = cells[i].center();
        const float radius = centerRadius * static_cast<float>(cells[i].stride);
        const bool inside = person.contains(point);
        const bool near = std::max(std::abs(point.x - center.x), std::abs(point.y - center.y)) < radius;
        if (!inside && !near) continue;
        const float overlap = overlapOf(predictions[i].place, person);
        const float cost = -0.5f * std::log(predictions[i].score + smallest) -
                           overlapWeight * std::log(overlap + smallest) + (inside && near ? 0 : outsideCost);
        candidates.push_back({i, overlap, cost});
    }
    return candidates;
}

//! The k cheapest.
std::vector<Candidate> chosenOf(std::vector<Candidate> candidates) {
    std::vector<float> overlaps;
    for (const auto& candidate : candidates)
        overlaps.push_back(candidate.overlap);
    const auto counted = static_cast<std::ptrdiff_t>(std::min(countedBest, overlaps.size()));
    std::partial_sort(overlaps.begin(), overlaps.begin() + counted, overlaps.end(), std::greater<>());
    const float sum = std::accumulate(overlaps.begin(), overlaps.begin() + counted, 0.0f);
    const auto k = std::min(candidates.size(), static_cast<std::size_t>(std::max(1.0f, sum)));
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(k), candidates.end(),
                      [](const Candidate& a, const Candidate& b) {
                          return a.cost < b.cost || (a.cost == b.cost && a.cell < b.cell);
                      });
    candidates.resize(k);
    return candidates;
}

bool liesIn(const cv::Rect2f& prediction, const cv::Rect2f& region) {
    const cv::Point2f center(prediction.x + prediction.width / 2, prediction.y + prediction.height / 2);
    return region.contains(center) || (prediction & region).area() > ignoredShare * prediction.area();
}

}  // namespace

std::vector<GridCell> gridCells(cv::Size input, const std::vector<int>& strides) {
    std::vector<GridCell> cells;
    for (const int stride : strides)
        for (int row = 0; row < input.height / stride; ++row)
            for (int column = 0; column < input.width / stride; ++column)
                cells.push_back({column, row, stride});
    return cells;
}

float overlapOf(const cv::Rect2f& a, const cv::Rect2f& b) {
    const float shared = (a & b).area();
    const float together = a.area() + b.area() - shared;
    return together > 0 ? shared / together : 0;
}

std::vector<CellTarget> assignTargets(const std::vector<GridCell>& cells,
                                      const std::vector<CellPrediction>& predictions,
                                      const std::vector<PersonBox>& boxes) {
    std::vector<CellTarget> targets(cells.size());
    std::vector<float> costs(cells.size(), std::numeric_limits<float>::infinity());
    for (std::size_t person = 0; person < boxes.size(); ++person) {
        if (boxes[person].ignored) continue;
        for (const auto& chosen : chosenOf(candidatesOf(boxes[person].place, cells, predictions))) {
            if (chosen.cost >= costs[chosen.cell]) continue;
            costs[chosen.cell] = chosen.cost;
            targets[chosen.cell] = {CellTarget::Person, person, chosen.overlap};
        }
    }
    for (const auto& box : boxes) {
        if (!box.ignored) continue;
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (targets[i].kind == CellTarget::Background && liesIn(predictions[i].place, box.place))
                targets[i].kind = CellTarget::Ignored;
    }
    return targets;
}

}  // namespace brnpa::trainer

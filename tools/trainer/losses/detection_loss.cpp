#include "losses/detection_loss.hpp"

#include <algorithm>

namespace brnpa::trainer {
namespace {

using torch::indexing::Slice;

constexpr double largestLogSize = 8;  // exp of it is 3000 cells: an early mistake cannot become infinite
constexpr double smallestArea = 1e-9;

struct Targets {
    std::vector<std::int64_t> rows;   //!< of the flattened output, that learn a person
    std::vector<float> boxes;         //!< 4 numbers for each
    std::vector<float> overlaps;      //!< one for each
    std::vector<std::int64_t> quiet;  //!< rows that learn nothing
};

//! Assigns the cells of one picture.
void assign(const float* boxes, const float* scores, const std::vector<GridCell>& cells,
            const std::vector<PersonBox>& people, std::int64_t firstRow, Targets& targets) {
    std::vector<CellPrediction> predictions;
    predictions.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const float* box = boxes + 4 * i;
        predictions.push_back({{box[0] - box[2] / 2, box[1] - box[3] / 2, box[2], box[3]}, scores[i]});
    }
    const auto assigned = assignTargets(cells, predictions, people);
    for (std::size_t i = 0; i < assigned.size(); ++i) {
        const auto row = firstRow + static_cast<std::int64_t>(i);
        if (assigned[i].kind == CellTarget::Ignored) targets.quiet.push_back(row);
        if (assigned[i].kind != CellTarget::Person) continue;
        const cv::Rect2f& place = people[assigned[i].person].place;
        targets.rows.push_back(row);
        for (const float number : {place.x + place.width / 2, place.y + place.height / 2, place.width, place.height})
            targets.boxes.push_back(number);
        targets.overlaps.push_back(assigned[i].overlap);
    }
}

Targets assignAll(const torch::Tensor& output, const torch::Tensor& decoded, const std::vector<GridCell>& cells,
                  const std::vector<std::vector<PersonBox>>& people) {
    const torch::NoGradGuard noGrad;
    const auto boxes = decoded.to(torch::kCPU, torch::kFloat32).contiguous();
    const auto scores =
        (output.select(2, 4).sigmoid() * output.select(2, 5).sigmoid()).to(torch::kCPU, torch::kFloat32).contiguous();
    Targets targets;
    const auto count = static_cast<std::int64_t>(cells.size());
    for (std::int64_t i = 0; i < output.size(0); ++i)
        assign(boxes.data_ptr<float>() + 4 * count * i, scores.data_ptr<float>() + count * i, cells,
               people[static_cast<std::size_t>(i)], count * i, targets);
    return targets;
}

//! Left, top, right and bottom of boxes given by center and size.
std::vector<torch::Tensor> sides(const torch::Tensor& boxes) {
    const auto centers = boxes.index({Slice(), Slice(0, 2)}), halves = boxes.index({Slice(), Slice(2, 4)}) / 2;
    return {centers - halves, centers + halves};
}

}  // namespace

torch::Tensor decodeBoxes(const torch::Tensor& output, const std::vector<GridCell>& cells) {
    std::vector<float> places, strides;
    for (const auto& cell : cells) {
        places.push_back(static_cast<float>(cell.column));
        places.push_back(static_cast<float>(cell.row));
        strides.push_back(static_cast<float>(cell.stride));
    }
    const auto count = static_cast<std::int64_t>(cells.size());
    const auto place = torch::tensor(places).reshape({1, count, 2}).to(output.options());
    const auto stride = torch::tensor(strides).reshape({1, count, 1}).to(output.options());
    const auto centers = (output.index({Slice(), Slice(), Slice(0, 2)}) + place) * stride;
    const auto sizes = output.index({Slice(), Slice(), Slice(2, 4)}).clamp_max(largestLogSize).exp() * stride;
    return torch::cat({centers, sizes}, 2);
}

torch::Tensor generalizedOverlap(const torch::Tensor& a, const torch::Tensor& b) {
    const auto first = sides(a), second = sides(b);
    const auto shared = (torch::min(first[1], second[1]) - torch::max(first[0], second[0])).clamp_min(0).prod(1);
    const auto hull = (torch::max(first[1], second[1]) - torch::min(first[0], second[0])).prod(1) + smallestArea;
    const auto together = a.index({Slice(), Slice(2, 4)}).prod(1) + b.index({Slice(), Slice(2, 4)}).prod(1) - shared;
    return shared / (together + smallestArea) - (hull - together) / hull;
}

DetectionLoss detectionLoss(const torch::Tensor& output, const std::vector<GridCell>& cells,
                            const std::vector<std::vector<PersonBox>>& boxes, const DetectionLossWeights& weights) {
    namespace F = torch::nn::functional;
    const auto decoded = decodeBoxes(output, cells);
    const Targets targets = assignAll(output, decoded, cells, boxes);
    const auto count = static_cast<std::int64_t>(targets.rows.size());
    const auto rows = torch::tensor(targets.rows, torch::kInt64).to(output.device());
    const auto overlaps = torch::tensor(targets.overlaps).to(output.options());
    const auto flat = output.reshape({-1, output.size(2)});

    auto objectnessTarget = torch::zeros({flat.size(0)}, output.options());
    auto objectnessWeight = torch::ones({flat.size(0)}, output.options());
    objectnessTarget.index_fill_(0, rows, 1);
    objectnessWeight.index_fill_(0, torch::tensor(targets.quiet, torch::kInt64).to(output.device()), 0);
    const double divisor = static_cast<double>(std::max<std::int64_t>(1, count));
    const auto objectness =
        F::binary_cross_entropy_with_logits(
            flat.select(1, 4), objectnessTarget,
            F::BinaryCrossEntropyWithLogitsFuncOptions().weight(objectnessWeight).reduction(torch::kSum)) /
        divisor;
    DetectionLoss result;
    result.loss = weights.objectness * objectness;
    result.terms["objectness"] = objectness.item<double>();
    if (count == 0) return result;

    const auto wanted = torch::tensor(targets.boxes).reshape({count, 4}).to(output.options());
    const auto found = decoded.reshape({-1, 4}).index_select(0, rows);
    const auto box = (1 - generalizedOverlap(found, wanted)).sum() / divisor;
    const auto classes =
        F::binary_cross_entropy_with_logits(flat.select(1, 5).index_select(0, rows), overlaps,
                                            F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kSum)) /
        divisor;
    result.loss = result.loss + weights.box * box + weights.classes * classes;
    result.terms["box"] = box.item<double>();
    result.terms["class"] = classes.item<double>();
    result.overlap = overlaps.mean().item<double>();
    return result;
}

}  // namespace brnpa::trainer

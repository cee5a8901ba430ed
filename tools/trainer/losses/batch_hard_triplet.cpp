#include "losses/batch_hard_triplet.hpp"

#include <limits>

namespace brnpa::trainer {
namespace {

// The square root's gradient is infinite at 0, where an image is compared with itself or its copy.
constexpr double minSquaredDistance = 1e-12;

torch::Tensor pairwiseDistances(const torch::Tensor& x) {
    const auto squares = x.pow(2).sum(1, /*keepdim=*/true);
    return (squares + squares.t() - 2 * x.mm(x.t())).clamp_min(minSquaredDistance).sqrt();
}

}  // namespace

torch::Tensor batchHardTriplet(const torch::Tensor& embeddings, const torch::Tensor& labels, double margin) {
    const auto distances = pairwiseDistances(embeddings);
    const auto same = labels.unsqueeze(0) == labels.unsqueeze(1);
    const auto self = torch::eye(labels.size(0), same.options());
    const auto positives = same & ~self;
    const double infinity = std::numeric_limits<double>::infinity();
    const auto farthest = std::get<0>(distances.masked_fill(~positives, -infinity).max(1));
    const auto nearest = std::get<0>(distances.masked_fill(same, infinity).min(1));
    const auto hasTriplet = positives.any(1) & (~same).any(1);
    if (!hasTriplet.any().item<bool>()) return embeddings.sum() * 0;
    const auto gap = (farthest - nearest).masked_select(hasTriplet);
    return (margin > 0 ? torch::relu(gap + margin) : torch::softplus(gap)).mean();
}

}  // namespace brnpa::trainer

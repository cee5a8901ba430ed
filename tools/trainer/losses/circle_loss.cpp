#include "losses/circle_loss.hpp"

#include <limits>

namespace brnpa::trainer {

torch::Tensor circleLoss(const torch::Tensor& embeddings, const torch::Tensor& labels, double margin, double scale) {
    const auto unit = torch::nn::functional::normalize(embeddings);
    const auto similarity = unit.mm(unit.t());
    const auto same = labels.unsqueeze(0) == labels.unsqueeze(1);
    const auto self = torch::eye(labels.size(0), same.options());
    const auto positives = same & ~self;
    const auto hasBoth = positives.any(1) & (~same).any(1);
    if (!hasBoth.any().item<bool>()) return embeddings.sum() * 0;

    const double infinity = std::numeric_limits<double>::infinity();
    const auto positiveFactor = torch::relu(1 + margin - similarity.detach());
    const auto negativeFactor = torch::relu(similarity.detach() + margin);
    const auto positiveLogits = -scale * positiveFactor * (similarity - (1 - margin));
    const auto negativeLogits = scale * negativeFactor * (similarity - margin);
    const auto sum = positiveLogits.masked_fill(~positives, -infinity).index({hasBoth}).logsumexp(1) +
                     negativeLogits.masked_fill(same, -infinity).index({hasBoth}).logsumexp(1);
    return torch::softplus(sum).mean();
}

}  // namespace brnpa::trainer

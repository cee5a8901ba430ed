#include "losses/center_loss.hpp"

namespace brnpa::trainer {

CenterLossImpl::CenterLossImpl(int classes, int size, double rate)
    : centers(register_buffer("centers", torch::zeros({classes, size}))), rate_(rate) {}

torch::Tensor CenterLossImpl::forward(const torch::Tensor& embeddings, const torch::Tensor& labels) {
    const auto loss = 0.5 * (embeddings - centers.index_select(0, labels)).pow(2).sum(1).mean();
    if (is_training()) {
        const torch::NoGradGuard noGrad;
        // c <- c - alpha sum (c - x) / (1 + n)
        const auto away = centers.index_select(0, labels) - embeddings.detach();
        const auto sums = torch::zeros_like(centers).index_add_(0, labels, away);
        const auto counts = torch::zeros({centers.size(0), 1}, centers.options())
                                .index_add_(0, labels, torch::ones({labels.size(0), 1}, centers.options()));
        centers.sub_(rate_ * sums / (1 + counts));
    }
    return loss;
}

}  // namespace brnpa::trainer

#include "tasks/objective.hpp"

#include "losses/batch_hard_triplet.hpp"
#include "losses/circle_loss.hpp"
#include "losses/distillation.hpp"

namespace brnpa::trainer {

namespace nn = torch::nn;

ObjectiveImpl::ObjectiveImpl(const Recipe& recipe, int numClasses) : recipe_(recipe) {
    crossEntropy_ = nn::CrossEntropyLoss(nn::CrossEntropyLossOptions().label_smoothing(recipe.loss.labelSmoothing));
    if (recipe.loss.centerWeight > 0)
        center_ = register_module("center", CenterLoss(numClasses, recipe.embeddingSize(), recipe.loss.centerRate));
    for (const auto& subset : recipe.head.auxiliary) {
        Auxiliary auxiliary;
        for (const int part : subset) {
            auxiliary.name += "v" + std::to_string(part);
            auxiliary.parts.push_back(part - 1);
        }
        const auto size = static_cast<std::int64_t>(subset.size()) * recipe.head.channels;
        auxiliary.classifier =
            nn::Sequential(nn::BatchNorm1d(size), nn::Linear(nn::LinearOptions(size, numClasses).bias(false)));
        register_module(auxiliary.name, auxiliary.classifier);
        auxiliary_.push_back(auxiliary);
    }
}

torch::Tensor ObjectiveImpl::note(const std::string& name, const torch::Tensor& term) {
    terms_[name] = term.item<double>();
    return term;
}

torch::Tensor ObjectiveImpl::identityLoss(const ReidOutput& output, const torch::Tensor& labels,
                                          const TeacherOutput* teacher) {
    const auto logits = output.logits.to(torch::kFloat32);
    const auto loss = note("cross_entropy", crossEntropy_(logits, labels));
    if (teacher == nullptr) return loss;
    const auto& settings = recipe_.distillation;
    auto sum = (1 - settings.weight) * loss +
               settings.weight * note("distillation", distillationLoss(logits, teacher->logits, settings.temperature));
    if (settings.relationWeight > 0)
        sum = sum + settings.relationWeight * note("relation", relationLoss(output.embedding, teacher->embedding));
    return sum;
}

// The classifiers see the vectors without a way back: they tell what a part knows, and do not change it.
torch::Tensor ObjectiveImpl::auxiliaryLoss(const torch::Tensor& vectors, const torch::Tensor& labels) {
    const auto parts = vectors.detach().reshape({vectors.size(0), recipe_.head.numParts, recipe_.head.channels});
    auto sum = torch::zeros({}, vectors.options());
    for (auto& auxiliary : auxiliary_) {
        std::vector<torch::Tensor> chosen;
        for (const int part : auxiliary.parts)
            chosen.push_back(parts.select(1, part));
        const auto logits = auxiliary.classifier->forward(torch::cat(chosen, 1));
        terms_[auxiliary.name] = logits.argmax(1).eq(labels).to(torch::kFloat64).mean().item<double>();
        sum = sum + crossEntropy_(logits, labels);
    }
    return sum;
}

torch::Tensor ObjectiveImpl::forward(const ReidOutput& output, const torch::Tensor& labels,
                                     const TeacherOutput* teacher) {
    terms_.clear();
    const auto& settings = recipe_.loss;
    auto loss = identityLoss(output, labels, teacher);
    if (settings.tripletWeight > 0)
        loss = loss + settings.tripletWeight *
                          note("triplet", batchHardTriplet(output.pooled, labels, settings.tripletMargin));
    if (center_) loss = loss + settings.centerWeight * note("center", center_(output.pooled, labels));
    if (settings.circleWeight > 0)
        loss = loss + settings.circleWeight * note("circle", circleLoss(output.embedding, labels, settings.circleMargin,
                                                                        settings.circleScale));
    if (!auxiliary_.empty()) loss = loss + auxiliaryLoss(output.pooled, labels);
    return loss;
}

}  // namespace brnpa::trainer

#include "tasks/teacher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/errors.hpp"
#include "common/progress.hpp"
#include "tasks/checkpoint.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t batchSize = 64;
constexpr std::int64_t widthDimension = 3;

}  // namespace

Teacher::Teacher(const std::string& path, const Recipe& student, int numClasses, torch::Device device)
    : device_(device) {
    const Checkpoint checkpoint = loadCheckpoint(path);
    network_ = checkpoint.deployed();
    name_ = checkpoint.recipe.name;
    const auto& input = checkpoint.recipe.input;
    if (network_->numClasses() != numClasses)
        throw InputError(
            fmt::format("the teacher {} tells {} people apart, the training data has {}: give it the data "
                        "and the validation split that the teacher had",
                        path, network_->numClasses(), numClasses));
    if (input.width != student.input.width || input.height != student.input.height ||
        input.mean != student.input.mean || input.std != student.input.std)
        throw InputError(
            fmt::format("the teacher {} takes pictures of {} x {} with a normalization of its own: the "
                        "recipe's input has to be the same",
                        path, input.width, input.height));
    network_->to(device_);
    network_->eval();
}

TeacherOutput Teacher::look(const torch::Tensor& images) const {
    const torch::NoGradGuard noGrad;
    const auto output = ReidNetwork(network_)->forward(images);
    return {output.logits, output.embedding};
}

void Teacher::store(std::size_t count,
                    const std::function<torch::Tensor(std::size_t begin, std::size_t end)>& pictures) {
    Progress progress("teacher");
    std::vector<torch::Tensor> logits, embeddings;
    for (std::size_t begin = 0; begin < count; begin += batchSize) {
        const auto images = pictures(begin, std::min(begin + batchSize, count)).to(device_);
        const TeacherOutput plain = look(images), mirrored = look(images.flip({widthDimension}));
        logits.push_back(0.5 * (plain.logits + mirrored.logits));
        embeddings.push_back(0.5 * (plain.embedding + mirrored.embedding));
        progress.update(static_cast<double>(begin) / static_cast<double>(count),
                        fmt::format("{} of {} pictures", begin, count));
    }
    stored_ = {torch::cat(logits), torch::cat(embeddings)};
}

TeacherOutput Teacher::recall(const std::vector<std::size_t>& indices) const {
    const std::vector<std::int64_t> rows(indices.begin(), indices.end());
    const auto which = torch::tensor(rows, torch::kInt64).to(device_);
    return {stored_.logits.index_select(0, which), stored_.embedding.index_select(0, which)};
}

}  // namespace brnpa::trainer

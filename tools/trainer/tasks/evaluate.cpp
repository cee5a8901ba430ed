#include "tasks/evaluate.hpp"

#include <fmt/format.h>

#include <set>

#include "common/errors.hpp"
#include "common/progress.hpp"
#include "data/batch_loader.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t batchSize = 64;
constexpr double falseAcceptRates[] = {1e-2, 1e-3, 1e-4};
constexpr int bootstrapReplicas = 200;
constexpr std::uint64_t bootstrapSeed = 1;

PictureLabels labelsOf(const std::vector<ReidImage>& images) {
    PictureLabels labels;
    for (const auto& image : images) {
        labels.identity.push_back(image.identity);
        labels.camera.push_back(image.camera);
    }
    return labels;
}

std::vector<float> cosineDistances(const torch::Tensor& query, const torch::Tensor& gallery) {
    const auto distances = (1 - query.matmul(gallery.t())).contiguous();
    const float* first = distances.data_ptr<float>();
    return {first, first + distances.numel()};
}

std::vector<ReidImage> pick(const std::vector<ReidImage>& images, const std::vector<std::size_t>& indices) {
    std::vector<ReidImage> picked;
    for (const auto index : indices)
        picked.push_back(images[index]);
    return picked;
}

}  // namespace

torch::Tensor embed(ReidNetwork& network, const Recipe& recipe, const ImageStore& store) {
    const torch::NoGradGuard noGrad;
    network->eval();
    Progress progress("embedding");
    std::vector<torch::Tensor> parts;
    for (std::size_t begin = 0; begin < store.size(); begin += batchSize) {
        std::vector<std::size_t> indices;
        for (std::size_t i = begin; i < std::min(begin + batchSize, store.size()); ++i)
            indices.push_back(i);
        parts.push_back(network->forward(plainBatch(store, indices, normalizationOf(recipe))).embedding);
        progress.update(static_cast<double>(begin) / static_cast<double>(store.size()),
                        fmt::format("{} of {} pictures", begin, store.size()));
    }
    return torch::nn::functional::normalize(torch::cat(parts),
                                            torch::nn::functional::NormalizeFuncOptions().p(2).dim(1));
}

Evaluation evaluate(ReidNetwork& network, const Recipe& recipe, const std::string& data, EvaluationSplit split) {
    Evaluation evaluation;
    std::vector<ReidImage> query, gallery;
    torch::Tensor queryEmbeddings, galleryEmbeddings;
    const auto embedAll = [&](const std::vector<ReidImage>& images) {
        return embed(network, recipe, ImageStore(images, recipe.input.width, recipe.input.height));
    };
    if (split == EvaluationSplit::Validation) {
        gallery = splitByIdentity(readMarket1501(data), recipe.validation.every, recipe.validation.offset).validation;
        if (gallery.empty()) throw InputError("the recipe's validation split of " + data + " is empty");
        const auto indices = queryIndices(gallery);
        query = pick(gallery, indices);
        galleryEmbeddings = embedAll(gallery);
        const std::vector<std::int64_t> rows(indices.begin(), indices.end());
        queryEmbeddings = galleryEmbeddings.index_select(0, torch::tensor(rows, torch::kInt64));
        evaluation.dataset = "Market-1501, validation people of the training part";
        evaluation.protocol = "cross-camera, single query: the first picture of a person in each camera";
    } else {
        query = readMarket1501(data, "query");
        gallery = readMarket1501(data, "bounding_box_test");
        queryEmbeddings = embedAll(query);
        galleryEmbeddings = embedAll(gallery);
        evaluation.dataset = "Market-1501, test part";
        evaluation.protocol = "cross-camera, single query";
    }
    const auto labels = labelsOf(gallery);
    try {
        evaluation.ranking =
            rankingMetrics(cosineDistances(queryEmbeddings, galleryEmbeddings), labelsOf(query), labels);
        evaluation.thresholds = acceptThresholds(cosineDistances(galleryEmbeddings, galleryEmbeddings), labels,
                                                 {std::begin(falseAcceptRates), std::end(falseAcceptRates)},
                                                 bootstrapReplicas, bootstrapSeed);
    } catch (const std::invalid_argument& error) {
        throw InputError(fmt::format("the pictures of {} cannot be evaluated: {}", data, error.what()));
    }
    evaluation.people = std::set<int>(labels.identity.begin(), labels.identity.end()).size();
    evaluation.pictures = gallery.size();
    return evaluation;
}

Evaluation evaluateCheckpoint(const std::string& path, const std::string& data, EvaluationSplit split) {
    Checkpoint checkpoint = loadCheckpoint(path);
    ReidNetwork network = checkpoint.deployed();
    return evaluate(network, checkpoint.recipe, data, split);
}

nlohmann::ordered_json toJson(const Evaluation& evaluation) {
    const auto& ranking = evaluation.ranking;
    nlohmann::ordered_json json{{"dataset", evaluation.dataset},
                                {"protocol", evaluation.protocol},
                                {"people", evaluation.people},
                                {"pictures", evaluation.pictures},
                                {"queries", ranking.queries},
                                {"queries_without_match", ranking.queriesWithoutMatch},
                                {"rank1", ranking.rank1},
                                {"rank5", ranking.rank5},
                                {"rank10", ranking.rank10},
                                {"mAP", ranking.meanAveragePrecision},
                                {"mINP", ranking.meanInverseNegativePenalty},
                                {"thresholds", nlohmann::ordered_json::array()}};
    for (const auto& threshold : evaluation.thresholds)
        json["thresholds"].push_back({{"false_accept_rate", threshold.falseAcceptRate},
                                      {"distance", threshold.distance},
                                      {"low", threshold.low},
                                      {"high", threshold.high},
                                      {"true_accept_rate", threshold.trueAcceptRate}});
    return json;
}

}  // namespace brnpa::trainer

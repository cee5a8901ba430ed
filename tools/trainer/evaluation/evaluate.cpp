#include "evaluation/evaluate.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <stdexcept>

#include "common/errors.hpp"
#include "evaluation/embed_pictures.hpp"
#include "evaluation/k_reciprocal.hpp"
#include "evaluation/network_embedder.hpp"
#include "evaluation/write_ranked_strips.hpp"
#include "tasks/checkpoint.hpp"

namespace brnpa::trainer {
namespace {

const std::vector<double> falseAcceptRates{1e-2, 1e-3, 1e-4};
constexpr int bootstrapReplicas = 200;
constexpr std::uint64_t bootstrapSeed = 1;

//! The pictures of a set, each file once, with its place among them.
class DistinctPictures {
  public:
    PictureLabels add(const std::vector<ReidImage>& images) {
        PictureLabels labels;
        for (const auto& image : images) {
            const auto [entry, isNew] = numbers_.emplace(image.path, images_.size());
            if (isNew) images_.push_back(image);
            labels.identity.push_back(image.identity);
            labels.camera.push_back(image.camera);
            labels.picture.push_back(entry->second);
        }
        return labels;
    }

    const std::vector<ReidImage>& images() const { return images_; }

  private:
    std::map<std::string, std::size_t> numbers_;
    std::vector<ReidImage> images_;
};

cv::Mat rowsOf(const cv::Mat& embeddings, const std::vector<std::size_t>& indices) {
    cv::Mat rows(static_cast<int>(indices.size()), embeddings.cols, CV_32F);
    for (std::size_t i = 0; i < indices.size(); ++i)
        embeddings.row(static_cast<int>(indices[i])).copyTo(rows.row(static_cast<int>(i)));
    return rows;
}

RankingMetrics rerankedMetrics(const cv::Mat& embeddings, Metric metric, const PictureLabels& query,
                               const PictureLabels& gallery) {
    const EmbeddingDistances source(embeddings, embeddings, metric);
    const std::size_t pictures = source.rows();
    std::vector<float> distances(pictures * pictures);
    source.read(0, pictures, distances.data());
    if (metric == Metric::Euclidean)
        for (float& distance : distances)
            distance *= distance;
    return rankingMetrics(kReciprocalDistances(distances, pictures, query.picture, gallery.picture), query, gallery);
}

}  // namespace

Evaluation evaluate(Embedder& embedder, const EvaluationSet& set, const EvaluateOptions& options) {
    const Metric metric = embedder.description().metric;
    DistinctPictures pictures;
    const PictureLabels query = pictures.add(set.query), gallery = pictures.add(set.gallery);
    const cv::Mat embeddings = embedPictures(embedder, pictures.images());
    const cv::Mat galleryEmbeddings = rowsOf(embeddings, gallery.picture);
    const EmbeddingDistances distances(rowsOf(embeddings, query.picture), galleryEmbeddings, metric);

    Evaluation evaluation;
    evaluation.dataset = set.dataset;
    evaluation.protocol = set.protocol;
    evaluation.people = std::set<int>(gallery.identity.begin(), gallery.identity.end()).size();
    evaluation.pictures = gallery.size();
    try {
        evaluation.ranking = rankingMetrics(distances, query, gallery);
        evaluation.verification = verificationRates(distances, query, gallery, falseAcceptRates);
        evaluation.thresholds = acceptThresholds(EmbeddingDistances(galleryEmbeddings, galleryEmbeddings, metric),
                                                 gallery, falseAcceptRates, bootstrapReplicas, bootstrapSeed);
        if (options.rerank) evaluation.reranked = rerankedMetrics(embeddings, metric, query, gallery);
    } catch (const std::invalid_argument& error) {
        throw InputError(fmt::format("the pictures of {} cannot be evaluated: {}", set.dataset, error.what()));
    }
    if (!options.strips.empty())
        writeRankedStrips(options.strips, options.stripsCount, embedder,
                          {set, query, gallery, distances, evaluation.ranking.averagePrecision});
    return evaluation;
}

Evaluation evaluate(ReidNetwork& network, const Recipe& recipe, const std::string& data, EvaluationSplit split) {
    NetworkEmbedder embedder(network, recipe);
    return evaluate(
        embedder, readEvaluationSet(data, split, ValidationPeople{recipe.validation.every, recipe.validation.offset}));
}

Evaluation evaluateCheckpoint(const std::string& path, const std::string& data, EvaluationSplit split) {
    const Checkpoint checkpoint = loadCheckpoint(path);
    ReidNetwork network = checkpoint.deployed();
    return evaluate(network, checkpoint.recipe, data, split);
}

}  // namespace brnpa::trainer

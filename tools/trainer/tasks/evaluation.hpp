#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tasks/accept_thresholds.hpp"
#include "tasks/ranking_metrics.hpp"

namespace brnpa::trainer {

//! Which pictures of a data set in Market-1501's layout ask, and which are searched.
enum class EvaluationSplit {
    Validation,  //!< the recipe's validation people of bounding_box_train; queryIndices() says who asks
    Test         //!< query/ asks, bounding_box_test/ is searched
};

//! What an evaluation finds. Distances are 1 - cosine similarity of the embeddings, 0..2.
struct Evaluation {
    std::string dataset, protocol;  //!< in words, for people and model.json
    RankingMetrics ranking;
    std::vector<AcceptThreshold> thresholds;  //!< over the gallery's cross-camera pairs
    std::size_t people = 0, pictures = 0;     //!< of the gallery
};

/** Evaluates the network of a checkpoint file.
    @param data folder in Market-1501's layout.
    @throws InputError for a checkpoint or data that do not fit. */
Evaluation evaluateCheckpoint(const std::string& checkpoint, const std::string& data, EvaluationSplit split);

//! The evaluation as `brnpa-train evaluate` prints it.
nlohmann::ordered_json toJson(const Evaluation& evaluation);

}  // namespace brnpa::trainer

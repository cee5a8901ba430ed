#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/accept_thresholds.hpp"
#include "evaluation/evaluation_set.hpp"
#include "evaluation/ranking_metrics.hpp"
#include "evaluation/verification_rates.hpp"

namespace brnpa::trainer {

//! What an evaluation finds. Distances are those of the model's metric; cosine: 1 - similarity, 0..2.
struct Evaluation {
    std::string dataset, protocol;  //!< in words, for people and model.json
    RankingMetrics ranking;
    std::optional<RankingMetrics> reranked;      //!< after k-reciprocal re-ranking, where that was asked for
    std::vector<VerificationRate> verification;  //!< over pairs of a query and a gallery picture
    std::vector<AcceptThreshold> thresholds;     //!< of a picture against a person of the gallery, across cameras
    std::size_t people = 0, pictures = 0;        //!< of the gallery
};

/** Evaluates the network of a checkpoint file.
    @param data folder of the data set.
    @throws InputError for a checkpoint or data that do not fit. */
Evaluation evaluateCheckpoint(const std::string& checkpoint, const std::string& data, EvaluationSplit split);

//! The evaluation as `brnpa-train evaluate --json` prints it.
nlohmann::ordered_json toJson(const Evaluation& evaluation);

//! The evaluation as `brnpa-train evaluate` prints it for people: lines of at most 120 characters.
std::string toTable(const Evaluation& evaluation);

}  // namespace brnpa::trainer

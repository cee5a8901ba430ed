#pragma once

#include <string>

#include "evaluation/embedder.hpp"
#include "evaluation/evaluation.hpp"
#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! What to do besides measuring.
struct EvaluateOptions {
    bool rerank = false;   //!< measure the ranking after k-reciprocal re-ranking, too
    std::string strips;    //!< folder for pictures of rankings, see writeRankedStrips(); empty: none
    int stripsCount = 20;  //!< how many of them, at most
};

/** @throws InputError for data that cannot be evaluated; ResourceError when the disk refuses the strips. */
Evaluation evaluate(Embedder& embedder, const EvaluationSet& set, const EvaluateOptions& options = EvaluateOptions());

/** Evaluates a network in memory; leaves it in evaluation mode.
    @param data folder of the data set.
    @throws InputError for data that do not fit. */
Evaluation evaluate(ReidNetwork& network, const Recipe& recipe, const std::string& data, EvaluationSplit split);

}  // namespace brnpa::trainer

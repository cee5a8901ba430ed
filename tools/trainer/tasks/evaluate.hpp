#pragma once

#include <torch/torch.h>

#include <string>

#include "data/image_store.hpp"
#include "tasks/evaluation.hpp"
#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

/** Embeddings of all pictures of a store, normalized to length 1: N x (K*C) float32. Leaves the network in evaluation
 * mode. */
torch::Tensor embed(ReidNetwork& network, const Recipe& recipe, const ImageStore& store);

/** @param data folder in Market-1501's layout.
    @throws InputError for data that does not fit. */
Evaluation evaluate(ReidNetwork& network, const Recipe& recipe, const std::string& data, EvaluationSplit split);

}  // namespace brnpa::trainer

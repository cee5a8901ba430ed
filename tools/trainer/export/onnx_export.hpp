#pragma once

#include <cstdint>
#include <string>

#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! Names of the exported model's tensors; the outputs are those of the model folder's contract.
constexpr const char* inputName = "images";
constexpr const char* embeddingName = "feature_vector";
constexpr const char* mapsName = "saliency_map";
constexpr const char* normsName = "saliency_norm";

//! Size of the attention maps in cells.
struct MapSize {
    std::int64_t height, width;
};
MapSize mapSize(const Recipe& recipe);

//! How BR-NPA is written.
enum class Operators {
    Brnpa,    //!< as one node ai.brnpa.BRNPA, for cv::dnn with this project's layer
    Standard  //!< in operators of ONNX, for every runtime
};

/** The network without its classifier as an ONNX model, serialized.

Batch normalization is folded into the convolutions and, for the BNNeck, into a multiplication and an addition. Input N
x 3 x H x W, normalized as the recipe says, batch dimension dynamic.
@throws InputError for a head that is not BR-NPA.
*/
std::string exportOnnx(ReidNetwork network, const Recipe& recipe, Operators operators = Operators::Brnpa);

}  // namespace brnpa::trainer

#pragma once

#include <string>

#include "evaluation/embedder.hpp"

namespace brnpa::trainer {

//! A model folder as its model.json describes it, its schema and the checksum of model.onnx verified.
struct ModelDescription {
    EmbedderDescription model;
    std::string embeddingOutput, mapsOutput, normsOutput;
    int parts = 0, mapWidth = 0, mapHeight = 0;  //!< K, and the maps' size in cells
    std::string onnx;                            //!< the content of model.onnx
};

/** Reads model.json and model.onnx, nothing else.
@throws InputError in one sentence: a file that is missing, no JSON, a key that is missing or has a value of another
kind, another schema_version or task, or a checksum that does not fit. */
ModelDescription readModelFolder(const std::string& folder);

}  // namespace brnpa::trainer

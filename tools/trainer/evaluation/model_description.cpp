#include "evaluation/model_description.hpp"

#include "evaluation/model_fields.hpp"

namespace brnpa::trainer {
namespace {

constexpr int largestSize = 1 << 16;  // of pictures, embeddings and maps: more is a mistake

}  // namespace

ModelDescription readModelFolder(const std::string& folder) {
    const ModelFields fields(folder);
    fields.oneOf("task", "reid", "reid");

    ModelDescription description;
    auto& model = description.model;
    model.name = fields.text("name");
    model.width = fields.integer("input.width", 1, largestSize);
    model.height = fields.integer("input.height", 1, largestSize);
    model.rgb = fields.oneOf("input.channels", "RGB", "BGR") == "RGB";
    model.mean = fields.mean();
    model.std = fields.std();
    model.embeddingSize = fields.integer("embedding.size", 1, largestSize);
    model.metric =
        fields.oneOf("embedding.metric", "cosine", "euclidean") == "cosine" ? Metric::Cosine : Metric::Euclidean;
    description.embeddingOutput = fields.text("embedding.output");
    description.mapsOutput = fields.text("saliency.output");
    description.normsOutput = fields.text("saliency.norm_output");
    description.parts = fields.integer("saliency.parts", 1, largestSize);
    description.mapWidth = fields.integer("saliency.width", 1, largestSize);
    description.mapHeight = fields.integer("saliency.height", 1, largestSize);

    description.onnx = fields.onnx();
    return description;
}

}  // namespace brnpa::trainer

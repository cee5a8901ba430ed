#pragma once

#include <opencv2/dnn.hpp>

#include "evaluation/model_description.hpp"

namespace brnpa::trainer {

//! A model folder, run by cv::dnn as the runtime runs it.
class ModelFolderEmbedder : public Embedder {
  public:
    /** Reads the folder's model.json and model.onnx, nothing else.
        @throws InputError for a folder that does not fit (see readModelFolder()), or a network that cv::dnn cannot
        read. */
    explicit ModelFolderEmbedder(const std::string& folder);

    const EmbedderDescription& description() const override { return description_.model; }
    Embedded embed(const cv::Mat& blob) override;

  private:
    std::string folder_;
    ModelDescription description_;
    cv::dnn::Net net_;
};

}  // namespace brnpa::trainer

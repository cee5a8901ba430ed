#pragma once

#include "evaluation/embedder.hpp"
#include "tasks/reid_network.hpp"

namespace brnpa::trainer {

//! A network in LibTorch.
class NetworkEmbedder : public Embedder {
  public:
    /** @param network is shared and set to evaluation mode. */
    NetworkEmbedder(ReidNetwork network, const Recipe& recipe);

    const EmbedderDescription& description() const override { return description_; }
    Embedded embed(const cv::Mat& blob) override;

  private:
    ReidNetwork network_;
    EmbedderDescription description_;
};

}  // namespace brnpa::trainer

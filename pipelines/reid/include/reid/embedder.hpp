#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "reid/model_folder.hpp"
#include "reid/network_engine.hpp"

namespace reid {

using Embedding = std::vector<float>;

/// What the network says about one picture of a person.
struct Appearance {
    Embedding embedding;  ///< embeddingSize numbers, scaled to length 1 when the metric is cosine
    cv::Mat maps;         ///< K x h x w, CV_32F, each map sums to 1
    cv::Mat norms;        ///< h x w, CV_32F
};

/// Distance of two embeddings in the units of the metric; lower is more alike. Cosine: 0..2, whatever their lengths,
/// and 1 where one is all zeros.
/// @throws cv::Exception when they differ in size.
double distance(const Embedding& a, const Embedding& b, Metric metric);

/// Runs a model folder's network on crops. Not thread safe: one per thread.
class Embedder {
  public:
    /// @param batch crops per forward pass, 1 or more.
    /// @throws InputError when the engine cannot run the network or its outputs do not fit model.json.
    explicit Embedder(const ModelFolder& folder, int batch = 8, NetworkEngine engine = NetworkEngine::Automatic);
    ~Embedder();

    /// @param frame CV_8UC3, B, G, R.
    /// @param boxes in pixels of the frame; parts outside the frame are filled by the nearest pixel. A box without area
    ///        in the frame is an error (cv::Exception).
    /// @returns one appearance per box, in order.
    std::vector<Appearance> embed(const cv::Mat& frame, const std::vector<cv::Rect2f>& boxes);

    const ModelFolder& folder() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid

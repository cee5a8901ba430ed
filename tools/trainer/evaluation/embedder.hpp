#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>

#include "evaluation/embedding_distances.hpp"

namespace brnpa::trainer {

//! What a model takes and gives.
struct EmbedderDescription {
    std::string name;
    int width = 0, height = 0;                     //!< of the input, pixels
    bool rgb = true;                               //!< channels of the input are R, G, B; false: B, G, R
    std::array<double, 3> mean{}, std{{1, 1, 1}};  //!< of the channels in their order, in 0..255
    int embeddingSize = 0;
    Metric metric = Metric::Cosine;
};

//! What a model finds on N pictures; all CV_32F, dense.
struct Embedded {
    cv::Mat embedding;  //!< N x embeddingSize
    cv::Mat maps;       //!< N x K x h x w
    cv::Mat norms;      //!< N x 1 x h x w
};

/** A model that turns pictures into embeddings and attention maps. */
class Embedder {
  public:
    virtual ~Embedder() = default;

    virtual const EmbedderDescription& description() const = 0;

    /** @param blob N x 3 x height x width, CV_32F, dense, normalized as the description says; N >= 1.
        @throws InputError when the model cannot run or gives arrays of other sizes than it promised. */
    virtual Embedded embed(const cv::Mat& blob) = 0;
};

}  // namespace brnpa::trainer

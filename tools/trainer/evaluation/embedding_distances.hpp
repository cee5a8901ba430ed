#pragma once

#include <opencv2/core.hpp>

#include "evaluation/distance_matrix.hpp"

namespace brnpa::trainer {

//! How two embeddings are compared.
enum class Metric {
    Cosine,    //!< 1 - cosine similarity, 0..2
    Euclidean  //!< |a - b|, 0 or more
};

//! Distances of embeddings, computed as they are read.
class EmbeddingDistances : public DistanceMatrix {
  public:
    /** @param rows, columns N x D and M x D, CV_32F, finite. Copied; a vector of length 0 is as far from everything as
        one at a right angle. */
    EmbeddingDistances(const cv::Mat& rows, const cv::Mat& columns, Metric metric);

    void read(std::size_t first, std::size_t count, float* target) const override;

  private:
    Metric metric_;
    cv::Mat rowVectors_, columnVectors_;  // of length 1 for Cosine
    std::vector<double> rowSquares_, columnSquares_;
};

}  // namespace brnpa::trainer

#include "evaluation/embedding_distances.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace brnpa::trainer {
namespace {

constexpr double smallestLength = 1e-12;

cv::Mat prepared(const cv::Mat& vectors, Metric metric) {
    CV_Assert(vectors.dims == 2 && vectors.type() == CV_32F);
    cv::Mat result = vectors.clone();
    for (int i = 0; metric == Metric::Cosine && i < result.rows; ++i)
        result.row(i) /= std::max(cv::norm(result.row(i), cv::NORM_L2), smallestLength);
    return result;
}

std::vector<double> squares(const cv::Mat& vectors) {
    std::vector<double> lengths;
    lengths.reserve(static_cast<std::size_t>(vectors.rows));
    for (int i = 0; i < vectors.rows; ++i)
        lengths.push_back(cv::norm(vectors.row(i), cv::NORM_L2SQR));
    return lengths;
}

torch::Tensor rowsOf(const cv::Mat& vectors, std::size_t first, std::size_t count) {
    auto* data = const_cast<float*>(vectors.ptr<float>(static_cast<int>(first)));
    return torch::from_blob(data, {static_cast<std::int64_t>(count), vectors.cols}, torch::kFloat32);
}

}  // namespace

EmbeddingDistances::EmbeddingDistances(const cv::Mat& rows, const cv::Mat& columns, Metric metric)
    : DistanceMatrix(static_cast<std::size_t>(rows.rows), static_cast<std::size_t>(columns.rows)),
      metric_(metric),
      rowVectors_(prepared(rows, metric)),
      columnVectors_(prepared(columns, metric)),
      rowSquares_(squares(rowVectors_)),
      columnSquares_(squares(columnVectors_)) {
    CV_Assert(rows.cols == columns.cols);
}

void EmbeddingDistances::read(std::size_t first, std::size_t count, float* target) const {
    if (count == 0 || columns() == 0) return;
    const torch::NoGradGuard noGrad;
    auto products = torch::from_blob(target, {static_cast<std::int64_t>(count), columnVectors_.rows}, torch::kFloat32);
    at::mm_out(products, rowsOf(rowVectors_, first, count), rowsOf(columnVectors_, 0, columns()).t());
    for (std::size_t i = 0; i < count; ++i) {
        float* row = target + i * columns();
        for (std::size_t j = 0; j < columns(); ++j) {
            const double square = rowSquares_[first + i] + columnSquares_[j] - 2.0 * row[j];
            row[j] = metric_ == Metric::Cosine ? 1 - row[j] : static_cast<float>(std::sqrt(std::max(square, 0.0)));
        }
    }
}

}  // namespace brnpa::trainer

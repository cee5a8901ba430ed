#include <cmath>

#include "reid/record.hpp"

namespace reid {

namespace {

/// Sums over the cells of one map, x and y in the units of the box.
struct Moments {
    double mass = 0, x = 0, y = 0, squares = 0;
};

/// @param weightAt a function of (row, column).
template <typename Weight>
Moments momentsOf(int rows, int columns, Weight weightAt) {
    Moments moments;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const double weight = weightAt(row, column);
            const double x = (column + 0.5) / columns, y = (row + 0.5) / rows;
            moments.mass += weight;
            moments.x += weight * x;
            moments.y += weight * y;
            moments.squares += weight * (x * x + y * y);
        }
    }
    return moments;
}

/// Negative weights have no place in a mean position; not-a-number and infinity say nothing.
double usable(double weight) {
    return std::isfinite(weight) && weight > 0 ? weight : 0;
}

PartSummary summaryOf(const Moments& moments) {
    const cv::Point2d centroid(moments.x / moments.mass, moments.y / moments.mass);
    const double variance = moments.squares / moments.mass - centroid.dot(centroid);
    return {centroid, std::sqrt(std::max(variance, 0.0)), 0};
}

}  // namespace

std::vector<PartSummary> summarizeSaliency(const cv::Mat& maps, const cv::Mat& norms) {
    if (maps.empty()) return {};
    CV_CheckEQ(maps.dims, 3, "summarizeSaliency: maps must be K x h x w");
    CV_CheckTypeEQ(maps.type(), CV_32F, "summarizeSaliency: maps must be floats");
    CV_CheckTypeEQ(norms.type(), CV_32F, "summarizeSaliency: norms must be floats");
    const int parts = maps.size[0], rows = maps.size[1], columns = maps.size[2];
    CV_CheckEQ(norms.dims, 2, "summarizeSaliency: norms must be h x w");
    CV_CheckEQ(norms.rows, rows, "summarizeSaliency: norms must have the height of the maps");
    CV_CheckEQ(norms.cols, columns, "summarizeSaliency: norms must have the width of the maps");

    std::vector<PartSummary> summaries;
    summaries.reserve(static_cast<size_t>(parts));
    double total = 0;
    for (int part = 0; part < parts; ++part) {
        Moments moments = momentsOf(rows, columns, [&](int row, int column) {
            return usable(static_cast<double>(maps.at<float>(part, row, column)) * norms.at<float>(row, column));
        });
        const double mass = moments.mass;
        total += mass;
        if (moments.mass == 0) moments = momentsOf(rows, columns, [](int, int) { return 1.0; });
        summaries.push_back(summaryOf(moments));
        summaries.back().share = mass;
    }
    for (PartSummary& summary : summaries)
        summary.share = total > 0 ? summary.share / total : 1.0 / parts;
    return summaries;
}

}  // namespace reid

#include "reid/steady_saliency.hpp"

#include <cmath>

#include "assignment.hpp"

namespace reid {

namespace {

/// K x (h w): map x norm over its maximum in this frame.
cv::Mat1f weighted(const cv::Mat& maps, const cv::Mat& norms) {
    const int parts = maps.size[0];
    cv::Mat1f product = maps.clone().reshape(1, parts);
    const cv::Mat1f norm = norms.reshape(1, 1);
    for (int part = 0; part < parts; ++part) {
        cv::Mat1f row = product.row(part);
        cv::multiply(row, norm, row);
    }
    cv::patchNaNs(product, 0);
    double largest = 0;
    cv::minMaxLoc(product, nullptr, &largest);
    if (largest > 0 && std::isfinite(largest)) product /= largest;
    return product;
}

/// Rows of current in the order in which they overlap the rows of before most.
cv::Mat1f inPlacesOf(const cv::Mat1f& before, const cv::Mat1f& current) {
    cv::Mat1d cost(before.rows, current.rows);
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            const double lengths = cv::norm(before.row(row)) * cv::norm(current.row(column));
            cost(row, column) = lengths > 0 ? 1 - before.row(row).dot(current.row(column)) / lengths : 1;
        }
    }
    // Every part has a place: staying alone costs more than any difference of pairs could save.
    const std::vector<int> columns = assign(cost, 2.0 * before.rows + 2);
    cv::Mat1f placed(current.size());
    for (int row = 0; row < placed.rows; ++row)
        current.row(columns[static_cast<size_t>(row)]).copyTo(placed.row(row));
    return placed;
}

}  // namespace

SteadySaliency::SteadySaliency(double newShare) : newShare_(newShare) {
    CV_CheckGT(newShare, 0.0, "SteadySaliency: newShare must be over 0");
    CV_CheckLE(newShare, 1.0, "SteadySaliency: newShare must be at most 1");
}

cv::Mat SteadySaliency::update(const cv::Mat& maps, const cv::Mat& norms) {
    CV_CheckEQ(maps.dims, 3, "SteadySaliency: maps must be K x h x w");
    CV_CheckTypeEQ(maps.type(), CV_32F, "SteadySaliency: maps must be floats");
    CV_CheckTypeEQ(norms.type(), CV_32F, "SteadySaliency: norms must be floats");
    CV_CheckEQ(norms.total(), maps.total() / maps.size[0], "SteadySaliency: norms must have the size of a map");
    const cv::Mat1f current = weighted(maps, norms);
    if (mean_.size() != current.size()) {
        mean_ = current;
    } else {
        // Into a new array: what was returned before must not change.
        cv::Mat next;
        cv::addWeighted(inPlacesOf(mean_, current), newShare_, mean_, 1 - newShare_, 0, next);
        mean_ = next;
    }
    return mean_.clone().reshape(1, {maps.size[0], maps.size[1], maps.size[2]});
}

}  // namespace reid

#include "pairing.hpp"

#include <limits>
#include <utility>

#include "assignment.hpp"

namespace reid {

namespace {

constexpr double ALONE_COST = 1;  // the most that a pair can cost

}  // namespace

Pairing::Pairing(std::vector<int> found, size_t detections) : pairs_(std::move(found)), taken_(detections, 0) {
    for (int detection : pairs_) {
        if (detection >= 0) taken_[static_cast<size_t>(detection)] = 1;
    }
}

void Pairing::join(const cv::Mat1d& costs, const std::function<bool(size_t track, size_t detection)>& mayJoin) {
    if (costs.empty()) return;
    cv::Mat1d open = costs.clone();
    for (int row = 0; row < open.rows; ++row) {
        for (int column = 0; column < open.cols; ++column) {
            if (pairs_[row] >= 0 || taken_[column] || (mayJoin && !mayJoin(row, column)))
                open(row, column) = std::numeric_limits<double>::infinity();
        }
    }
    const std::vector<int> assigned = assign(open, ALONE_COST);
    for (size_t track = 0; track < pairs_.size(); ++track) {
        if (assigned[track] < 0) continue;
        pairs_[track] = assigned[track];
        taken_[static_cast<size_t>(assigned[track])] = 1;
    }
}

}  // namespace reid

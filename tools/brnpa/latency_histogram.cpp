#include "latency_histogram.hpp"

#include <algorithm>
#include <cmath>

void LatencyHistogram::add(double milliseconds) {
    const double value = std::max(0.0, milliseconds);
    const double steps = value <= FIRST_MS ? 0 : std::ceil(std::log(value / FIRST_MS) / std::log(STEP));
    ++counts_[static_cast<size_t>(std::min<double>(steps, CLASSES - 1))];
    ++count_;
    sum_ += value;
    most_ = std::max(most_, value);
}

double LatencyHistogram::mean() const {
    return count_ == 0 ? 0 : sum_ / static_cast<double>(count_);
}

double LatencyHistogram::quantile(double share) const {
    const double wanted = share * static_cast<double>(count_);
    int64_t below = 0;
    for (int i = 0; i + 1 < CLASSES; ++i) {
        below += counts_[static_cast<size_t>(i)];
        if (below > 0 && static_cast<double>(below) >= wanted) return std::min(most_, FIRST_MS * std::pow(STEP, i));
    }
    return most_;
}

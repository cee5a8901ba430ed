#pragma once

#include <array>
#include <cstdint>

/// Durations, counted by their size: any number of them in constant memory, quantiles to 5 %.
class LatencyHistogram {
  public:
    /// @param milliseconds below 0 count as 0.
    void add(double milliseconds);

    int64_t count() const { return count_; }
    double mean() const;  ///< milliseconds; 0 without any
    double most() const { return most_; }

    /// The duration that this share of all does not exceed, at most 5 % too high.
    /// @param share 0..1.
    double quantile(double share) const;

  private:
    static constexpr int CLASSES = 450;  ///< from 0.01 ms in steps of 5 %: up to nine hours
    static constexpr double FIRST_MS = 0.01;
    static constexpr double STEP = 1.05;

    std::array<int64_t, CLASSES> counts_{};
    int64_t count_ = 0;
    double sum_ = 0, most_ = 0;
};

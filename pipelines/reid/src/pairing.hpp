#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <vector>

namespace reid {

/// Which track has which detection, found out in turns: whoever was paired stays so.
class Pairing {
  public:
    /// @param found for each track its detection, or -1.
    Pairing(std::vector<int> found, size_t detections);

    /// Pairs those who are still alone at the least total cost.
    /// @param costs tracks x detections, 0..1; an infinite one forbids the pair.
    /// @param mayJoin asked for a track and a detection; all may where it is left out.
    void join(const cv::Mat1d& costs, const std::function<bool(size_t track, size_t detection)>& mayJoin = nullptr);

    const std::vector<int>& pairs() const { return pairs_; }  ///< for each track its detection, or -1
    bool isTaken(size_t detection) const { return taken_[detection] != 0; }

  private:
    std::vector<int> pairs_;
    std::vector<char> taken_;
};

}  // namespace reid

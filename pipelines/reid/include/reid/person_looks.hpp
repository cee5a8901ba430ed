#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "reid/embedder.hpp"
#include "reid/steady_saliency.hpp"

namespace reid {

/// The latest look at each tracked person: it stays until the next one, so that the attention in a video does not
/// flicker between two looks. Frames in order, one thread.
class PersonLooks {
  public:
    struct Look {
        int64_t frame;  ///< when it was taken, as PersonLooks counts
        Appearance appearance;
        cv::Mat steadySaliency;  ///< K x h x w, of this look and earlier ones (SteadySaliency)
        SteadySaliency calm;
    };

    /// @param every frames from one look at a person to the next, 1 or more.
    /// @throws cv::Exception when it is less.
    explicit PersonLooks(int every);

    /// A new frame: looks from now on belong to it.
    void nextFrame() { ++frame_; }

    void add(int track, Appearance appearance);

    /// Whether the track has no look at all, or its latest one is as old as the distance between two.
    bool isDue(int track) const;

    /// @returns nullptr for a track without any.
    const Look* of(int track) const;

    /// Whether the look is of the current frame.
    bool isOfThisFrame(const Look& look) const { return look.frame == frame_; }

    /// Forgets the looks at all other tracks.
    void keepOnly(const std::set<int>& tracks);

  private:
    int every_;
    int64_t frame_ = -1;
    std::map<int, Look> looks_;  // by track id
};

}  // namespace reid

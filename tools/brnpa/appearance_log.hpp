#pragma once

#include <cstdint>
#include <map>
#include <opencv2/brnpa/overlay.hpp>
#include <set>
#include <string>
#include <vector>

#include "identity_changes.hpp"
#include "reid/person_pipeline.hpp"

/// From when to when, nanoseconds from the beginning of the video.
struct TimeSpan {
    int64_t beginNs, endNs;
};

/// One identity in one video.
struct PersonSeen {
    int identity = 0;
    std::string name;              ///< empty where it has none
    std::vector<TimeSpan> inView;  ///< one after the other
    std::vector<uchar> picture;    ///< a JPEG file; empty where somebody else covered the person all the time
    std::vector<uchar> painted;    ///< the same picture with the attention maps
    double pictureScore = 0;       ///< of two pictures of a person the one with the higher score shows more
};

/// Notes who is in view when, with the best picture of each.
class AppearanceLog {
  public:
    /// An absence that is shorter counts as none.
    static constexpr int64_t SHORTEST_ABSENCE_NS = 1000000000;
    static constexpr int PICTURE_HEIGHT = 192;  ///< pixels; smaller pictures stay as they are

    explicit AppearanceLog(const cv::brnpa::OverlayParams& overlay) : overlay_(overlay) {}

    /// Whoever has got the identity of somebody else is that one from the beginning.
    /// @param frame before anything is painted on it. @param durationNs 0 where it is not known.
    void add(const cv::Mat& frame, int64_t ptsNs, int64_t durationNs, const std::vector<reid::Person>& people);

    /// By identity. Those that never had one are left out.
    std::vector<PersonSeen> people() const;

  private:
    void fold(int givenUp, int identity);
    void noteTime(PersonSeen& seen, int64_t ptsNs, int64_t durationNs) const;
    void offerPicture(PersonSeen& seen, const cv::Mat& frame, const reid::Person& person,
                      const std::vector<reid::Person>& people) const;

    cv::brnpa::AttentionOverlay overlay_;
    std::map<int, PersonSeen> people_;
    std::set<int> inLastFrame_;
    IdentityChanges changes_;
};

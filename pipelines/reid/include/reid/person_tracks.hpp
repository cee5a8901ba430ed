#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "reid/tracker.hpp"

namespace reid {

/// A Tracker in a picture with borders: detections and tracks outside the frame do not count, and a track is shown for
/// a while after its last detection only. Frames in order, one thread.
class PersonTracks {
  public:
    /// The appearances of people in the current frame, in the order of their boxes, which lie inside it.
    using Embed = std::function<std::vector<Appearance>(const std::vector<cv::Rect2f>& boxes)>;

    /// @param carryFor frames that a track is shown after its last detection, 0 or more.
    /// @throws cv::Exception that names the option when one is out of range.
    PersonTracks(const TrackerOptions& options, int carryFor);

    /// A frame on which the detector ran.
    /// @param frame its size, pixels.
    /// @param embed asked once at most, for the people that the tracker must look at.
    /// @returns their appearances, by track id.
    std::map<int, Appearance> update(const std::vector<Detection>& detections, cv::Size frame, const Embed& embed);

    /// A frame on which no detector ran.
    void predict(cv::Size frame);

    /// Confirmed, and detected not long ago: somebody whom the detector misses is shown for carryFor frames, for as
    /// many of its runs as found the person before, and not where the box is cut by the frame: there people leave.
    bool isVisible(const Track& track) const;

    /// Whether enough of a box is inside the frame to count.
    static bool isInside(const cv::Rect2f& box, cv::Size frame);

    /// By id. Track::detection is the index among the detections that were given.
    std::vector<Track> visible() const;
    std::vector<Track> living() const;
    std::set<int> livingIds() const;

    /// As Tracker::noteLook() and Tracker::end().
    void noteLook(int id) { tracker_.noteLook(id); }
    void end(int id) { tracker_.end(id); }

  private:
    void endOutside(cv::Size frame);

    Tracker tracker_;
    int carryFor_;
    cv::Size frame_;          // the last one's
    std::vector<int> given_;  // of each detection that the tracker got, its index among those that were given
};

}  // namespace reid

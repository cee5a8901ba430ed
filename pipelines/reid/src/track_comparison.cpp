#include "track_comparison.hpp"

#include <map>
#include <set>

#include "boxes.hpp"

namespace reid {

namespace {

/// Gives ids numbers from 0 and counts boxes.
class TrajectoryNumbers {
  public:
    explicit TrajectoryNumbers(std::vector<int64_t>& boxes) : boxes_(boxes) {}

    std::vector<int> of(const std::vector<TrackBox>& frame) {
        std::vector<int> numbers;
        for (const TrackBox& one : frame) {
            const auto [entry, isNew] = numbers_.try_emplace(one.track, static_cast<int>(boxes_.size()));
            if (isNew) boxes_.push_back(0);
            ++boxes_[entry->second];
            numbers.push_back(entry->second);
        }
        return numbers;
    }

  private:
    std::vector<int64_t>& boxes_;
    std::map<int64_t, int> numbers_;
};

const std::vector<TrackBox>& boxesIn(const MotTracks& tracks, int64_t frame) {
    static const std::vector<TrackBox> none;
    const auto found = tracks.frames.find(frame);
    return found == tracks.frames.end() ? none : found->second;
}

}  // namespace

TrackComparison TrackComparison::of(const MotTracks& groundTruth, const MotTracks& result) {
    std::set<int64_t> frames;
    for (const MotTracks* tracks : {&groundTruth, &result}) {
        for (const auto& [frame, boxes] : tracks->frames)
            frames.insert(frame);
    }
    TrackComparison comparison;
    TrajectoryNumbers people(comparison.personBoxes), tracks(comparison.trackBoxes);
    for (int64_t frame : frames) {
        const std::vector<TrackBox>& truth = boxesIn(groundTruth, frame);
        const std::vector<TrackBox>& found = boxesIn(result, frame);
        cv::Mat1d overlaps(static_cast<int>(truth.size()), static_cast<int>(found.size()));
        for (int row = 0; row < overlaps.rows; ++row) {
            for (int column = 0; column < overlaps.cols; ++column)
                overlaps(row, column) = overlap(truth[row].box, found[column].box);
        }
        comparison.frames.push_back({people.of(truth), tracks.of(found), overlaps});
    }
    return comparison;
}

}  // namespace reid

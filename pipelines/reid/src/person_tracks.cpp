#include "reid/person_tracks.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "boxes.hpp"

namespace reid {

namespace {

constexpr double SMALLEST_VISIBLE_SHARE = 0.3;  // of a box inside the frame; a track with less has left the picture
constexpr double LEAVING_SHARE = 0.9;           // of a box inside the frame; with less it is about to leave

}  // namespace

PersonTracks::PersonTracks(const TrackerOptions& options, int carryFor) : tracker_(options), carryFor_(carryFor) {
    CV_CheckGE(carryFor, 0, "PersonTracks: carryFor must be 0 or more");
}

bool PersonTracks::isInside(const cv::Rect2f& box, cv::Size frame) {
    return coveredShare(box, cutAtFrame(box, frame)) >= SMALLEST_VISIBLE_SHARE;
}

bool PersonTracks::isVisible(const Track& track) const {
    if (!track.confirmed || track.framesSinceDetection > carryFor_) return false;
    if (track.misses == 0) return true;
    return track.misses <= track.detections && coveredShare(track.box, cutAtFrame(track.box, frame_)) >= LEAVING_SHARE;
}

std::map<int, Appearance> PersonTracks::update(const std::vector<Detection>& detections, cv::Size frame,
                                               const Embed& embed) {
    given_.clear();
    frame_ = frame;
    std::vector<Detection> inside;
    for (size_t i = 0; i < detections.size(); ++i) {
        if (!isInside(detections[i].box, frame)) continue;
        given_.push_back(static_cast<int>(i));
        inside.push_back(detections[i]);
    }
    std::vector<Appearance> seen(inside.size());
    tracker_.update(
        inside,
        [&](const std::vector<size_t>& wanted) {
            std::vector<cv::Rect2f> boxes;
            boxes.reserve(wanted.size());
            for (size_t i : wanted)
                boxes.push_back(cutAtFrame(inside[i].box, frame));
            std::vector<Appearance> appearances = embed(boxes);
            std::vector<Embedding> embeddings;
            embeddings.reserve(wanted.size());
            for (size_t i = 0; i < wanted.size(); ++i) {
                embeddings.push_back(appearances[i].embedding);
                seen[wanted[i]] = std::move(appearances[i]);
            }
            return embeddings;
        },
        frame);
    endOutside(frame);
    std::map<int, Appearance> looks;
    for (const Track& track : tracker_.tracks()) {
        if (track.framesSinceLook == 0) looks[track.id] = std::move(seen[static_cast<size_t>(track.detection)]);
    }
    return looks;
}

void PersonTracks::predict(cv::Size frame) {
    given_.clear();
    frame_ = frame;
    tracker_.predict();
    endOutside(frame);
}

void PersonTracks::endOutside(cv::Size frame) {
    std::vector<int> gone;
    for (const Track& track : tracker_.tracks()) {
        if (!isInside(track.box, frame)) gone.push_back(track.id);
    }
    for (int id : gone)
        tracker_.end(id);
}

std::vector<Track> PersonTracks::living() const {
    std::vector<Track> tracks = tracker_.tracks();
    for (Track& track : tracks) {
        if (track.detection >= 0) track.detection = given_[static_cast<size_t>(track.detection)];
    }
    return tracks;
}

std::vector<Track> PersonTracks::visible() const {
    std::vector<Track> tracks = living();
    tracks.erase(std::remove_if(tracks.begin(), tracks.end(), [this](const Track& track) { return !isVisible(track); }),
                 tracks.end());
    return tracks;
}

std::set<int> PersonTracks::livingIds() const {
    std::set<int> ids;
    for (const Track& track : tracker_.tracks())
        ids.insert(track.id);
    return ids;
}

}  // namespace reid

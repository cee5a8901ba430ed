#include "reid/tracker.hpp"

#include <algorithm>

#include "tracker_impl.hpp"
#include "unit_length.hpp"
#include "whole_views.hpp"

namespace reid {

namespace {

// The newest picture's share in the running mean, at least: a person who turns around is still followed.
constexpr double SMALLEST_NEW_SHARE = 0.1;

void checkOptions(const TrackerOptions& options) {
    CV_CheckGE(options.confirmAfter, 1, "Tracker: confirmAfter must be 1 or more");
    CV_CheckGE(options.dropAfter, 0, "Tracker: dropAfter must be 0 or more");
    CV_CheckGE(options.minOverlap, 0.0, "Tracker: minOverlap must be 0..1");
    CV_CheckLE(options.minOverlap, 1.0, "Tracker: minOverlap must be 0..1");
    CV_CheckGT(options.maxAppearanceDistance, 0.0, "Tracker: maxAppearanceDistance must be more than 0");
    CV_CheckGE(options.rejoinDistance, 0.0, "Tracker: rejoinDistance must be 0 or more");
    CV_CheckGE(options.appearanceWeight, 0.0, "Tracker: appearanceWeight must be 0..1");
    CV_CheckLE(options.appearanceWeight, 1.0, "Tracker: appearanceWeight must be 0..1");
    CV_CheckGT(options.duplicateShare, 0.0, "Tracker: duplicateShare must be more than 0");
    CV_CheckGE(options.lookEvery, 1, "Tracker: lookEvery must be 1 or more");
}

}  // namespace

void Tracker::Impl::advance() {
    for (size_t i = 0; i < tracks.size(); ++i) {
        tracks[i].box = followed[i].filter.predict();
        ++tracks[i].framesSinceDetection;
        ++tracks[i].framesSinceLook;
        tracks[i].detection = -1;
    }
}

/// @returns the appearance of each detection that is in doubt, and none of the others.
std::vector<Embedding> Tracker::Impl::look(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                           const Pairing& pairing, const Looks& looks) const {
    std::vector<size_t> doubtful;
    for (size_t i = 0; i < detections.size(); ++i) {
        if (pairing.isTaken(i)) continue;
        bool looked = !isWeak(detections[i]);
        if (!looked && shared.rows > 0 && cv::countNonZero(shared.col(static_cast<int>(i))) > 0) {
            looked = true;
            for (size_t track = 0; track < tracks.size(); ++track)
                looked = looked && !isExpected(track, detections[i]);  // its place will do
        }
        if (looked) doubtful.push_back(i);
    }
    std::vector<Embedding> appearances(detections.size());
    std::vector<Embedding> seen = doubtful.empty() ? std::vector<Embedding>() : looks(doubtful);
    CV_CheckEQ(seen.size(), doubtful.size(), "Tracker: one appearance per detection is needed");
    for (size_t i = 0; i < doubtful.size(); ++i)
        appearances[doubtful[i]] = std::move(seen[i]);
    return appearances;
}

void Tracker::Impl::learn(size_t index, const Embedding& appearance, bool clean) {
    // While there is no clean picture the latest one counts: who comes in looks different from frame to frame.
    int& learned = followed[index].learned;
    if (!clean && learned > 0) return;
    const double share = std::max(SMALLEST_NEW_SHARE, 1.0 / (learned + 1));
    Embedding& mean = tracks[index].embedding;
    for (size_t i = 0; i < mean.size(); ++i)
        mean[i] += static_cast<float>(share) * (appearance[i] - mean[i]);
    if (options.metric == Metric::Cosine) scaleToUnitLength(mean);
    if (clean) ++learned;
}

void Tracker::Impl::correct(size_t index, const std::vector<Detection>& detections, int taken,
                            const Embedding& appearance, bool clean) {
    const Detection& detection = detections[taken];
    followed[index].filter.correct(detection.box);
    Track& track = tracks[index];
    track.box = followed[index].filter.box();
    track.confidence = detection.confidence;
    ++track.detections;
    track.framesSinceDetection = track.misses = 0;
    followed[index].strong += isWeak(detection) ? 0 : 1;
    track.confirmed = track.confirmed || followed[index].strong >= options.confirmAfter;
    track.clean = clean;
    track.cleanDetections += clean ? 1 : 0;
    track.detection = taken;
    if (appearance.empty()) return;
    track.framesSinceLook = 0;
    learn(index, appearance, clean);
}

void Tracker::Impl::start(const std::vector<Detection>& detections, int taken, const Embedding& appearance,
                          bool clean) {
    const Detection& detection = detections[taken];
    Track track{};
    track.id = nextId++;
    track.box = detection.box;
    track.confidence = detection.confidence;
    track.detections = 1;
    track.confirmed = options.confirmAfter <= 1;
    track.clean = clean;
    track.cleanDetections = clean ? 1 : 0;
    track.detection = taken;
    track.embedding = appearance;
    if (options.metric == Metric::Cosine) scaleToUnitLength(track.embedding);
    tracks.push_back(std::move(track));
    // An unclean first picture is better than none, but the first clean one replaces it.
    followed.push_back({BoxFilter(detection.box), clean ? 1 : 0, 1, 1});
}

void Tracker::Impl::update(const std::vector<Detection>& detections, const Looks& looks, cv::Size frame) {
    const std::vector<char> crowded = crowdedOnes(detections, options.crowdedShare);
    const auto isClean = [&](size_t detection, int before) {
        return crowded[detection] == 0 && !isAtBorder(detections[detection].box, before, frame);
    };
    const cv::Mat1d shared = overlaps(detections);
    Pairing pairing(clearPairs(detections, shared, crowded), detections.size());
    const std::vector<Embedding> appearances = look(detections, shared, pairing, looks);
    const cv::Mat1d costs = pairCosts(shared, detections, appearances);
    pairing.join(costs, [&](size_t track, size_t detection) {
        return tracks[track].confirmed && !isWeak(detections[detection]);
    });
    pairing.join(placeCosts(detections));
    pairing.join(costs);

    for (size_t i = 0; i < pairing.pairs().size(); ++i) {
        ++tracks[i].misses;
        ++followed[i].runs;
        const int column = pairing.pairs()[i];
        if (column < 0) continue;
        const auto detection = static_cast<size_t>(column);
        correct(i, detections, column, appearances[detection], isClean(detection, tracks[i].detections));
    }
    rejoin();
    // An unconfirmed track that is missed at once was a mistake of the detector.
    removeWhere(
        [&](const Track& track) { return track.framesSinceDetection > (track.confirmed ? options.dropAfter : 0); });
    for (size_t i = 0; i < detections.size(); ++i) {
        if (pairing.isTaken(i) || isWeak(detections[i]) || isDuplicate(detections, i, pairing)) continue;
        start(detections, static_cast<int>(i), appearances[i], isClean(i, 0));
    }
}

Tracker::Tracker(const TrackerOptions& options) : impl_(std::make_unique<Impl>(options)) {
    checkOptions(options);
}

Tracker::~Tracker() = default;

const std::vector<Track>& Tracker::tracks() const {
    return impl_->tracks;
}

void Tracker::noteLook(int id) {
    for (Track& track : impl_->tracks) {
        if (track.id == id) track.framesSinceLook = 0;
    }
}

void Tracker::end(int id) {
    impl_->removeWhere([id](const Track& track) { return track.id == id; });
}

const std::vector<Track>& Tracker::predict() {
    impl_->advance();
    impl_->removeWhere([this](const Track& track) { return track.framesSinceDetection > impl_->options.dropAfter; });
    return impl_->tracks;
}

const std::vector<Track>& Tracker::update(const std::vector<Detection>& detections, const Looks& looks,
                                          cv::Size frame) {
    for (const Detection& detection : detections)
        CV_CheckGT(detection.box.area(), 0.0F, "Tracker: a box without area");
    impl_->advance();
    impl_->update(detections, looks, frame);
    return impl_->tracks;
}

}  // namespace reid

#include "reid/tracker.hpp"

#include <algorithm>

#include "boxes.hpp"
#include "pairing.hpp"
#include "reid/box_filter.hpp"
#include "unit_length.hpp"
#include "whole_views.hpp"

namespace reid {

namespace {

// The newest picture's share in the running mean, at least: a person who turns around is still followed.
constexpr double SMALLEST_NEW_SHARE = 0.1;
// A detection that overlaps somebody who is followed by more than this (intersection over union) starts no track:
// nobody comes out of another person. NvDCF of DeepStream has 0.37 to 0.74 for it (minIouDiff4NewTarget).
constexpr double NEWCOMER_OVERLAP = 0.4;

void checkOptions(const TrackerOptions& options) {
    CV_CheckGE(options.confirmAfter, 1, "Tracker: confirmAfter must be 1 or more");
    CV_CheckGE(options.dropAfter, 0, "Tracker: dropAfter must be 0 or more");
    CV_CheckGE(options.minOverlap, 0.0, "Tracker: minOverlap must be 0..1");
    CV_CheckLE(options.minOverlap, 1.0, "Tracker: minOverlap must be 0..1");
    CV_CheckGT(options.maxAppearanceDistance, 0.0, "Tracker: maxAppearanceDistance must be more than 0");
    CV_CheckGE(options.appearanceWeight, 0.0, "Tracker: appearanceWeight must be 0..1");
    CV_CheckLE(options.appearanceWeight, 1.0, "Tracker: appearanceWeight must be 0..1");
    CV_CheckGT(options.duplicateShare, 0.0, "Tracker: duplicateShare must be more than 0");
    CV_CheckGE(options.lookEvery, 1, "Tracker: lookEvery must be 1 or more");
}

cv::Rect2f grown(const cv::Rect2f& box, const cv::Size2f& margin) {
    return {box.x - margin.width, box.y - margin.height, box.width + 2 * margin.width, box.height + 2 * margin.height};
}

}  // namespace

struct Tracker::Impl {
    explicit Impl(const TrackerOptions& trackerOptions) : options(trackerOptions) {}

    cv::Mat1d overlaps(const std::vector<Detection>& detections) const;
    std::vector<int> clearPairs(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                const std::vector<char>& crowded) const;
    bool isWeak(const Detection& detection) const { return detection.confidence < options.startConfidence; }
    bool isExpected(size_t index, const Detection& detection) const;
    bool isDuplicate(const std::vector<Detection>& detections, size_t index, const Pairing& pairing) const;
    cv::Mat1d pairCosts(const cv::Mat1d& shared, const std::vector<Detection>& detections,
                        const std::vector<Embedding>& appearances) const;
    cv::Mat1d placeCosts(const std::vector<Detection>& detections) const;
    void correct(size_t index, const std::vector<Detection>& detections, int taken, const Embedding& appearance,
                 bool clean);
    void update(const std::vector<Detection>& detections, const Looks& looks, cv::Size frame);
    std::vector<Embedding> look(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                const Pairing& pairing, const Looks& looks) const;
    void learn(size_t index, const Embedding& appearance, bool clean);
    void start(const std::vector<Detection>& detections, int taken, const Embedding& appearance, bool clean);
    void advance();
    template <typename Predicate>
    void removeWhere(Predicate ended);

    TrackerOptions options;
    std::vector<Track> tracks;
    std::vector<BoxFilter> filters;  // one per track
    std::vector<int> learned;        // pictures in the running mean, one per track
    int nextId = 1;
};

void Tracker::Impl::advance() {
    for (size_t i = 0; i < tracks.size(); ++i) {
        tracks[i].box = filters[i].predict();
        ++tracks[i].framesSinceDetection;
        ++tracks[i].framesSinceLook;
        tracks[i].detection = -1;
    }
}

template <typename Predicate>
void Tracker::Impl::removeWhere(Predicate ended) {
    size_t kept = 0;
    for (size_t i = 0; i < tracks.size(); ++i) {
        if (ended(tracks[i])) continue;
        if (kept != i) {
            tracks[kept] = std::move(tracks[i]);
            filters[kept] = std::move(filters[i]);
            learned[kept] = learned[i];
        }
        ++kept;
    }
    tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(kept), tracks.end());
    filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(kept), filters.end());
    learned.resize(kept);
}

/// @returns tracks x detections; 0 where they cannot be the same.
cv::Mat1d Tracker::Impl::overlaps(const std::vector<Detection>& detections) const {
    cv::Mat1d shared(static_cast<int>(tracks.size()), static_cast<int>(detections.size()), 0.0);
    for (int row = 0; row < shared.rows; ++row) {
        for (int column = 0; column < shared.cols; ++column) {
            // A weak detection far from where the person is expected is rather a thing that stands there.
            const cv::Size2f margin = isWeak(detections[column]) ? cv::Size2f() : filters[row].centerDeviation();
            const double grownOverlap = overlap(grown(tracks[row].box, margin), grown(detections[column].box, margin));
            if (grownOverlap >= options.minOverlap) shared(row, column) = grownOverlap;
        }
    }
    return shared;
}

/// @returns for each track its detection where there is no doubt and no look is due, else -1.
std::vector<int> Tracker::Impl::clearPairs(const std::vector<Detection>& detections, const cv::Mat1d& shared,
                                           const std::vector<char>& crowded) const {
    std::vector<int> pairs(tracks.size(), -1);
    if (detections.empty()) return pairs;
    for (int row = 0; row < shared.rows; ++row) {
        const Track& track = tracks[row];
        if (!track.confirmed || track.framesSinceLook >= options.lookEvery) continue;
        if (cv::countNonZero(shared.row(row)) != 1) continue;
        cv::Point best;
        cv::minMaxLoc(shared.row(row), nullptr, nullptr, nullptr, &best);
        const int column = best.x;
        const bool clear = cv::countNonZero(shared.col(column)) == 1 && crowded[column] == 0 &&
                           overlap(track.box, detections[column].box) >= options.clearOverlap;
        if (clear) pairs[row] = column;
    }
    return pairs;
}

/// Where the track is expected, which the last run of the detector found.
bool Tracker::Impl::isExpected(size_t index, const Detection& detection) const {
    return tracks[index].misses == 0 && overlap(tracks[index].box, detection.box) >= options.clearOverlap;
}

/// @param appearances empty for detections that were not looked at, which pair with nobody.
cv::Mat1d Tracker::Impl::pairCosts(const cv::Mat1d& shared, const std::vector<Detection>& detections,
                                   const std::vector<Embedding>& appearances) const {
    cv::Mat1d cost(shared.size(), std::numeric_limits<double>::infinity());
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            if (shared(row, column) <= 0 || appearances[column].empty()) continue;
            double unlike =
                distance(tracks[row].embedding, appearances[column], options.metric) / options.maxAppearanceDistance;
            if (isExpected(row, detections[column])) unlike = std::min(unlike, 1.0);
            if (!(unlike <= 1)) continue;
            cost(row, column) =
                options.appearanceWeight * unlike + (1 - options.appearanceWeight) * (1 - shared(row, column));
        }
    }
    return cost;
}

/// Of weak detections where somebody is expected.
cv::Mat1d Tracker::Impl::placeCosts(const std::vector<Detection>& detections) const {
    cv::Mat1d cost(static_cast<int>(tracks.size()), static_cast<int>(detections.size()),
                   std::numeric_limits<double>::infinity());
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            if (isWeak(detections[column]) && isExpected(row, detections[column]))
                cost(row, column) = 1 - overlap(tracks[row].box, detections[column].box);
        }
    }
    return cost;
}

bool Tracker::Impl::isDuplicate(const std::vector<Detection>& detections, size_t index, const Pairing& pairing) const {
    for (size_t other = 0; other < detections.size(); ++other) {
        if (other != index && pairing.isTaken(other) &&
            (coveredShare(detections[index].box, detections[other].box) > options.duplicateShare ||
             overlap(detections[index].box, detections[other].box) > NEWCOMER_OVERLAP))
            return true;
    }
    return false;
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
    if (!clean && learned[index] > 0) return;
    const double share = std::max(SMALLEST_NEW_SHARE, 1.0 / (learned[index] + 1));
    Embedding& mean = tracks[index].embedding;
    for (size_t i = 0; i < mean.size(); ++i)
        mean[i] += static_cast<float>(share) * (appearance[i] - mean[i]);
    if (options.metric == Metric::Cosine) scaleToUnitLength(mean);
    if (clean) ++learned[index];
}

void Tracker::Impl::correct(size_t index, const std::vector<Detection>& detections, int taken,
                            const Embedding& appearance, bool clean) {
    const Detection& detection = detections[taken];
    filters[index].correct(detection.box);
    Track& track = tracks[index];
    track.box = filters[index].box();
    track.confidence = detection.confidence;
    ++track.detections;
    track.framesSinceDetection = track.misses = 0;
    track.confirmed = track.confirmed || track.detections >= options.confirmAfter;
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
    filters.emplace_back(detection.box);
    // An unclean first picture is better than none, but the first clean one replaces it.
    learned.push_back(clean ? 1 : 0);
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
        const int column = pairing.pairs()[i];
        if (column < 0) continue;
        const auto detection = static_cast<size_t>(column);
        correct(i, detections, column, appearances[detection], isClean(detection, tracks[i].detections));
    }
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

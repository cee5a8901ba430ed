#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "tracker_impl.hpp"

namespace reid {

namespace {

// Runs of the detector in which a new track may turn out to be somebody who was lost: half behind something at first,
// people look like themselves only after some steps. Fewer than PersonPipelineOptions::USUAL_IDENTIFY_AFTER: nobody is
// enrolled as somebody new, and then turns out to be known.
constexpr int REJOIN_WITHIN = 7;
// Standard deviations of the predicted place, in each direction, within which somebody is looked for.
constexpr float REACH = 3;

bool isWithinReach(const BoxFilter& lost, const cv::Rect2f& box) {
    const cv::Rect2f expected = lost.box();
    const cv::Point2f away = (box.tl() + box.br() - expected.tl() - expected.br()) / 2;
    const cv::Size2f deviation = lost.centerDeviation();
    return std::abs(away.x) <= REACH * deviation.width && std::abs(away.y) <= REACH * deviation.height;
}

}  // namespace

void Tracker::Impl::rejoin() {
    for (size_t young = tracks.size(); young-- > 0;) {
        if (tracks[young].misses > 0 || tracks[young].framesSinceLook > 0 || followed[young].runs > REJOIN_WITHIN)
            continue;
        double nearest = options.rejoinDistance;
        std::optional<size_t> same;
        for (size_t lost = 0; lost < young; ++lost) {
            const bool wasGone = tracks[lost].confirmed && tracks[lost].misses >= followed[young].runs;
            if (!wasGone || !isWithinReach(followed[lost].filter, tracks[young].box)) continue;
            const double unlike = distance(tracks[young].embedding, tracks[lost].embedding, options.metric);
            if (!(unlike < nearest)) continue;
            nearest = unlike;
            same = lost;
        }
        if (same) continueAs(*same, young);
    }
}

void Tracker::Impl::continueAs(size_t lost, size_t young) {
    Track& track = tracks[lost];
    Track& back = tracks[young];
    back.id = track.id;
    back.confirmed = true;
    back.detections += track.detections;
    back.cleanDetections += track.cleanDetections;
    back.embedding = std::move(track.embedding);  // of many more looks
    track = std::move(back);
    followed[lost].filter = std::move(followed[young].filter);
    tracks.erase(tracks.begin() + static_cast<std::ptrdiff_t>(young));
    followed.erase(followed.begin() + static_cast<std::ptrdiff_t>(young));
}

}  // namespace reid

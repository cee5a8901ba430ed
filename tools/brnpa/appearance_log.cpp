#include "appearance_log.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "reid/picture_codecs.hpp"

namespace {

constexpr int JPEG_QUALITY = 85;
/// A picture must be better by this factor to be taken instead of an earlier one, which was work to make.
constexpr double WORTH_IT = 1.1;

double areaInPixels(const cv::Rect2f& box) {
    return static_cast<double>(box.area());
}

/// Any picture with attention of its own is better than one with that of an earlier frame.
constexpr double BORROWED_ATTENTION = 1e-6;

/// Pixels of the person that nobody else covers: the larger and freer the better.
double scoreOf(const reid::Person& person, const std::vector<reid::Person>& people) {
    double covered = 0;
    for (const reid::Person& other : people) {
        if (other.trackId != person.trackId) covered = std::max(covered, areaInPixels(person.box & other.box));
    }
    return (areaInPixels(person.box) - covered) * (person.looked ? 1 : BORROWED_ATTENTION);
}

}  // namespace

void AppearanceLog::add(const cv::Mat& frame, int64_t ptsNs, int64_t durationNs,
                        const std::vector<reid::Person>& people) {
    // A frame is shown until the next one, whatever the container says about its duration.
    for (int identity : inLastFrame_) {
        TimeSpan& last = people_.at(identity).inView.back();
        last.endNs = std::max(last.endNs, ptsNs);
    }
    inLastFrame_.clear();
    for (const reid::Person& person : people) {
        if (!person.identity) continue;
        if (const std::optional<int> before = changes_.givenUp(person)) fold(*before, *person.identity);
        inLastFrame_.insert(*person.identity);
        PersonSeen& seen = people_[*person.identity];
        seen.identity = *person.identity;
        seen.name = person.name;
        noteTime(seen, ptsNs, durationNs);
        offerPicture(seen, frame, person, people);
    }
}

void AppearanceLog::fold(int givenUp, int identity) {
    const auto found = people_.find(givenUp);
    if (found == people_.end()) return;  // another camera's, or done already
    const PersonSeen before = std::move(found->second);
    people_.erase(found);
    PersonSeen& seen = people_[identity];
    std::vector<TimeSpan> all = seen.inView;
    all.insert(all.end(), before.inView.begin(), before.inView.end());
    std::sort(all.begin(), all.end(), [](const TimeSpan& a, const TimeSpan& b) { return a.beginNs < b.beginNs; });
    seen.inView.clear();
    for (const TimeSpan& span : all) {
        if (!seen.inView.empty() && span.beginNs - seen.inView.back().endNs < SHORTEST_ABSENCE_NS) {
            seen.inView.back().endNs = std::max(seen.inView.back().endNs, span.endNs);
        } else {
            seen.inView.push_back(span);
        }
    }
    if (before.pictureScore > seen.pictureScore) {
        seen.picture = before.picture;
        seen.painted = before.painted;
        seen.pictureScore = before.pictureScore;
    }
}

void AppearanceLog::noteTime(PersonSeen& seen, int64_t ptsNs, int64_t durationNs) const {
    const bool goesOn = !seen.inView.empty() && ptsNs - seen.inView.back().endNs < SHORTEST_ABSENCE_NS;
    if (!goesOn) seen.inView.push_back({ptsNs, ptsNs});
    seen.inView.back().endNs = ptsNs + durationNs;
}

void AppearanceLog::offerPicture(PersonSeen& seen, const cv::Mat& frame, const reid::Person& person,
                                 const std::vector<reid::Person>& people) const {
    if (person.appearance.maps.empty()) return;
    const cv::Rect box = cv::Rect(person.box) & cv::Rect(cv::Point(), frame.size());
    const double score = scoreOf(person, people);
    if (box.empty() || score <= WORTH_IT * seen.pictureScore) return;
    cv::Mat picture = frame(box).clone(), painted;
    if (picture.rows > PICTURE_HEIGHT) {
        const int width = std::max(1, cvRound(1.0 * box.width * PICTURE_HEIGHT / box.height));
        cv::resize(picture, picture, {width, PICTURE_HEIGHT}, 0, 0, cv::INTER_AREA);
    }
    overlay_.apply(picture, person.appearance.maps, person.appearance.norms, painted);
    seen.picture = reid::jpegOf(picture, JPEG_QUALITY);
    seen.painted = reid::jpegOf(painted, JPEG_QUALITY);
    seen.pictureScore = score;
}

std::vector<PersonSeen> AppearanceLog::people() const {
    std::vector<PersonSeen> all;
    all.reserve(people_.size());
    for (const auto& [identity, seen] : people_)
        all.push_back(seen);
    return all;
}

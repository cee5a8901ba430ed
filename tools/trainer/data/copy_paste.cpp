#include "data/copy_paste.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/parallel.hpp"
#include "common/progress.hpp"

namespace brnpa::trainer {
namespace {

constexpr float leastHeight = 48;      // of a person that is cut out, pixels
constexpr double largestHeight = 160;  // of a cutout, pixels
constexpr double surroundings = 0.25;  // of the box's sides that GrabCut sees around it
constexpr int grabCutRounds = 4;
constexpr double leastShare = 0.25, mostShare = 0.85;  // of the box that a contour fills
constexpr float freeShare = 0.05;                      // of a box that others may cover
constexpr double leastSpan = 0.9;                      // of the box's height that a contour spans: from head to feet
constexpr double contourBlur = 1;                      // standard deviation, pixels of the cutout
constexpr float ignoredShare = 0.5F, forgottenShare = 0.85F;  // of somebody's box that is pasted over

float coveredShare(const cv::Rect2f& box, const cv::Rect2f& by) {
    return (box & by).area() / box.area();
}

bool standsFree(const DetectionSample& sample, const PersonBox& person) {
    const cv::Rect2f inside(1, 1, static_cast<float>(sample.picture.cols - 2),
                            static_cast<float>(sample.picture.rows - 2));
    return !person.ignored && person.place.height >= leastHeight && (person.place & inside) == person.place &&
           std::all_of(sample.boxes.begin(), sample.boxes.end(), [&](const PersonBox& other) {
               return &other == &person || coveredShare(person.place, other.place) <= freeShare;
           });
}

//! Of the largest piece.
int spannedHeight(const cv::Mat& share) {
    cv::Mat pieces, figures, centers;
    const int count = cv::connectedComponentsWithStats(share, pieces, figures, centers);
    int height = 0, largest = 0;
    for (int i = 1; i < count; ++i) {
        if (figures.at<int>(i, cv::CC_STAT_AREA) <= largest) continue;
        largest = figures.at<int>(i, cv::CC_STAT_AREA);
        height = figures.at<int>(i, cv::CC_STAT_HEIGHT);
    }
    return height;
}

//! Empty: no contour was found.
PersonCutout cutOut(const cv::Mat& picture, const cv::Rect2f& place) {
    const cv::Rect box(cvRound(place.x), cvRound(place.y), cvRound(place.width), cvRound(place.height));
    const cv::Point margin(cvCeil(surroundings * box.width), cvCeil(surroundings * box.height));
    const cv::Rect seen = cv::Rect(box.tl() - margin, box.br() + margin) & cv::Rect({}, picture.size());
    const double scale = std::min(1.0, largestHeight / box.height);
    cv::Mat around;
    cv::resize(picture(seen), around, {}, scale, scale, cv::INTER_AREA);
    const cv::Rect start(cvRound((box.x - seen.x) * scale), cvRound((box.y - seen.y) * scale),
                         cvRound(box.width * scale), cvRound(box.height * scale));
    const cv::Rect inner = start & cv::Rect({}, around.size());
    cv::Mat labels, background, foreground;
    cv::grabCut(around, labels, inner, background, foreground, grabCutRounds, cv::GC_INIT_WITH_RECT);
    cv::Mat share = (labels == cv::GC_FGD) | (labels == cv::GC_PR_FGD);
    const double filled = cv::countNonZero(share(inner)) / static_cast<double>(inner.area());
    if (filled < leastShare || filled > mostShare) return {};
    if (spannedHeight(share) < leastSpan * inner.height) return {};
    cv::GaussianBlur(share, share, {}, contourBlur);
    return {around(inner).clone(), share(inner).clone()};
}

void blend(const PersonCutout& person, const cv::Rect& to, cv::Mat& picture) {
    cv::Mat pixels, share;
    cv::resize(person.picture, pixels, to.size(), 0, 0, cv::INTER_AREA);
    cv::resize(person.share, share, to.size(), 0, 0, cv::INTER_AREA);
    for (int y = 0; y < to.height; ++y) {
        auto* target = picture.ptr<cv::Vec3b>(to.y + y) + to.x;
        for (int x = 0; x < to.width; ++x) {
            const int weight = share.at<std::uint8_t>(y, x);
            for (int channel = 0; channel < 3; ++channel)
                target[x][channel] = static_cast<std::uint8_t>(
                    (weight * pixels.at<cv::Vec3b>(y, x)[channel] + (255 - weight) * target[x][channel] + 127) / 255);
        }
    }
}

void cover(const cv::Rect2f& place, std::vector<PersonBox>& boxes) {
    const auto forgotten = [&](const PersonBox& box) { return coveredShare(box.place, place) > forgottenShare; };
    boxes.erase(std::remove_if(boxes.begin(), boxes.end(), forgotten), boxes.end());
    for (auto& box : boxes)
        box.ignored = box.ignored || coveredShare(box.place, place) > ignoredShare;
}

}  // namespace

std::vector<PersonCutout> cutOutPeople(const std::vector<DetectionSample>& pictures) {
    std::vector<std::vector<PersonCutout>> found(pictures.size());
    Progress progress("cutting out people");
    const auto cutOutOf = [&](std::size_t i) {
        // GrabCut begins with clusters by cv::theRNG(), which is each thread's own.
        cv::setRNGSeed(static_cast<int>(i));
        for (const auto& person : pictures[i].boxes) {
            if (!standsFree(pictures[i], person)) continue;
            PersonCutout cutout = cutOut(pictures[i].picture, person.place);
            if (!cutout.picture.empty()) found[i].push_back(std::move(cutout));
        }
    };
    parallelFor(pictures.size(), 0, cutOutOf, [&](std::size_t done) {
        progress.update(static_cast<double>(done) / static_cast<double>(pictures.size()),
                        fmt::format("{} of {} pictures", done, pictures.size()));
    });
    std::vector<PersonCutout> people;
    for (auto& some : found)
        std::move(some.begin(), some.end(), std::back_inserter(people));
    return people;
}

void pastePeople(const std::vector<PersonCutout>& people, int most, double low, double high, DetectionSample& sample,
                 Random& random) {
    if (people.empty()) return;
    for (std::size_t left = random.below(static_cast<std::size_t>(most) + 1); left > 0; --left) {
        const PersonCutout& person = people[random.below(people.size())];
        const cv::Size size = person.picture.size();
        const double drawn = std::exp(random.uniform(std::log(low), std::log(high)));
        const double height = std::min({drawn, static_cast<double>(size.height), 0.9 * sample.picture.rows});
        const int width = std::max(1, cvRound(height * size.width / size.height));
        if (width > sample.picture.cols) continue;
        const cv::Rect to(
            static_cast<int>(random.below(static_cast<std::size_t>(sample.picture.cols - width) + 1)),
            static_cast<int>(random.below(static_cast<std::size_t>(sample.picture.rows - cvRound(height)) + 1)), width,
            cvRound(height));
        blend(person, to, sample.picture);
        cover(cv::Rect2f(to), sample.boxes);
        sample.boxes.push_back({cv::Rect2f(to), false});
    }
}

}  // namespace brnpa::trainer

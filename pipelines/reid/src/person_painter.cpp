#include "reid/person_painter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "reid/frame_boxes.hpp"
#include "reid/text_mask.hpp"

namespace reid {

namespace {

constexpr int FRAME_THICKNESS = 2;       // pixels
constexpr double TEXT_SHARE = 1 / 42.0;  // size of the font, of the frame's height
constexpr double SMALLEST_TEXT = 13;     // pixels
const cv::Scalar NAMELESS_COLOR(190, 190, 190);

// Hues by the golden ratio: any few consecutive identities are far apart. The start keeps the first ones off the pure
// red, green and blue of the maps.
constexpr double GOLDEN_RATIO = 0.6180339887498949;
constexpr double FIRST_HUE = 0.12;
constexpr double SATURATION = 0.75;

cv::Scalar colorOfHue(double hue) {
    // HSV at full value: each channel falls from 1 to 1 - saturation with the distance of the hue from its own.
    const auto channel = [hue](double own) {
        const double away = std::abs(hue - own);
        const double distance = std::min(away, 1 - away) * 6;
        return 255 * (1 - SATURATION * std::clamp(distance - 1, 0.0, 1.0));
    };
    return {channel(2 / 3.0), channel(1 / 3.0), channel(0)};
}

/// Above the box where that is free, else below it, else inside its top or bottom; always inside the frame.
cv::Rect placeOf(cv::Size label, const cv::Rect& box, cv::Size frame, const std::vector<cv::Rect>& taken) {
    const int above = box.y - label.height, below = box.br().y;
    std::vector<cv::Rect> places;
    for (const int y : {above, below, box.y, box.br().y - label.height}) {
        if (y < 0 || y + label.height > frame.height) continue;
        places.emplace_back(std::clamp(box.x, 0, std::max(0, frame.width - label.width)), y, label.width, label.height);
    }
    if (places.empty()) return {0, 0, label.width, label.height};  // a frame lower than a label
    const auto isFree = [&](const cv::Rect& place) {
        return std::none_of(taken.begin(), taken.end(), [&](const cv::Rect& one) { return !(one & place).empty(); });
    };
    const auto free = std::find_if(places.begin(), places.end(), isFree);
    return free != places.end() ? *free : places.front();
}

/// The text of one person and its place.
struct Label {
    TextMask text;
    cv::Rect plate;
    int margin;  // pixels, left and right of the text
    cv::Scalar color;
};

void drawLabel(cv::Mat& frame, const Label& label) {
    cv::rectangle(frame, label.plate, label.color, cv::FILLED);
    label.text.draw(frame, label.plate.tl() + cv::Point(label.margin, 0), cv::Scalar::all(0));
}

/// Who stands lower in the picture is nearer to the camera and comes last.
std::vector<const Person*> backToFront(const std::vector<Person>& people) {
    std::vector<const Person*> sorted;
    sorted.reserve(people.size());
    for (const Person& person : people)
        sorted.push_back(&person);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Person* a, const Person* b) {
        return a->box.y + a->box.height < b->box.y + b->box.height;
    });
    return sorted;
}

/// @param sorted as backToFront(). The nearest choose their places first.
std::vector<Label> labelsOf(const std::vector<const Person*>& sorted, cv::Size frame) {
    const double size = std::max(SMALLEST_TEXT, frame.height * TEXT_SHARE);
    const int margin = cvRound(size / 4);
    std::vector<Label> labels;
    std::vector<cv::Rect> taken;
    for (auto person = sorted.rbegin(); person != sorted.rend(); ++person) {
        const cv::Rect box = pixelsOf((*person)->box, frame);
        if (box.empty() || !(*person)->identity) continue;
        const int identity = *(*person)->identity;
        std::string words = "ID " + std::to_string(identity);
        if (!(*person)->name.empty()) words += " " + (*person)->name;
        const TextMask text = TextMask::of(words, size, std::max(1, frame.width - 2 * margin));
        const cv::Size plate(text.coverage.cols + 2 * margin, text.coverage.rows);
        taken.push_back(placeOf(plate, box, frame, taken));
        labels.push_back({text, taken.back(), margin, PersonPainter::colorOf(identity)});
    }
    return labels;
}

}  // namespace

PersonPainter::PersonPainter(const cv::brnpa::OverlayParams& overlay) : overlay_(overlay) {}

cv::brnpa::OverlayParams PersonPainter::videoOverlay() {
    cv::brnpa::OverlayParams overlay;
    overlay.normalization = cv::brnpa::NORMALIZE_PER_MAP;
    overlay.colorWeight = 0.8F;
    overlay.grayWeight = 0.5F;
    return overlay;
}

cv::Scalar PersonPainter::colorOf(int identity) {
    const double turns = FIRST_HUE + identity * GOLDEN_RATIO;
    return colorOfHue(turns - std::floor(turns));
}

void PersonPainter::draw(cv::Mat& frame, const std::vector<Person>& people) const {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "PersonPainter: a frame of B, G, R bytes is needed");
    const std::vector<const Person*> sorted = backToFront(people);
    // All are painted before any is shown: where boxes overlap the gray must be the scene's, not the neighbor's colors.
    std::vector<cv::Mat> painted(sorted.size());
    for (size_t i = 0; i < sorted.size(); ++i) {
        const Person& person = *sorted[i];
        const cv::Rect box = pixelsOf(person.box, frame.size());
        if (box.empty() || (person.steadySaliency.empty() && person.appearance.maps.empty())) continue;
        if (person.steadySaliency.empty()) {
            overlay_.apply(frame(box), person.appearance.maps, person.appearance.norms, painted[i]);
        } else {
            overlay_.apply(frame(box), person.steadySaliency, cv::noArray(), painted[i]);
        }
    }
    for (size_t i = 0; i < sorted.size(); ++i)
        if (!painted[i].empty()) painted[i].copyTo(frame(pixelsOf(sorted[i]->box, frame.size())));
    for (const Person* person : sorted) {
        const cv::Rect box = pixelsOf(person->box, frame.size());
        if (box.empty()) continue;
        const cv::Scalar color = person->identity ? colorOf(*person->identity) : NAMELESS_COLOR;
        cv::rectangle(frame, box, color, FRAME_THICKNESS);
    }
    for (const Label& label : labelsOf(sorted, frame.size()))
        drawLabel(frame, label);
}

std::vector<cv::Rect> PersonPainter::touched(const std::vector<Person>& people, cv::Size frame) {
    const cv::Rect whole(cv::Point(), frame);
    std::vector<cv::Rect> places;
    const auto add = [&](const cv::Rect& place) {
        const cv::Rect inside = place & whole;
        if (!inside.empty()) places.push_back(inside);
    };
    constexpr int OUTSIDE = FRAME_THICKNESS - 1;  // of the box, that its line may reach
    for (const Person& person : people) {
        const cv::Rect box = pixelsOf(person.box, frame);
        if (!box.empty()) add({box.x - OUTSIDE, box.y - OUTSIDE, box.width + 2 * OUTSIDE, box.height + 2 * OUTSIDE});
    }
    for (const Label& label : labelsOf(backToFront(people), frame))
        add(label.plate);
    return places;
}

}  // namespace reid

#include "reid/person_painter.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace reid {

namespace {

constexpr int FRAME_THICKNESS = 2;              // pixels
constexpr double TEXT_HEIGHT_SHARE = 1 / 48.0;  // of the frame's height
constexpr int SMALLEST_TEXT_HEIGHT = 10;        // pixels
constexpr int FONT = cv::FONT_HERSHEY_SIMPLEX;
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

cv::Rect pixelsOf(const cv::Rect2f& box, cv::Size frame) {
    const cv::Point topLeft(cvRound(box.x), cvRound(box.y));
    const cv::Point bottomRight(cvRound(box.x + box.width), cvRound(box.y + box.height));
    return cv::Rect(topLeft, bottomRight) & cv::Rect(cv::Point(), frame);
}

void drawLabel(cv::Mat& frame, const cv::Rect& box, const std::string& text, const cv::Scalar& color) {
    const int textHeight = std::max(SMALLEST_TEXT_HEIGHT, cvRound(frame.rows * TEXT_HEIGHT_SHARE));
    const int thickness = std::max(1, textHeight / 10);
    const double scale = cv::getFontScaleFromHeight(FONT, textHeight, thickness);
    int baseline = 0;
    const cv::Size size = cv::getTextSize(text, FONT, scale, thickness, &baseline);
    const int margin = std::max(2, textHeight / 4);
    cv::Rect plate(box.x, 0, size.width + 2 * margin, size.height + 2 * margin);
    // Above the box, or inside its top where the frame ends.
    plate.y = box.y >= plate.height ? box.y - plate.height : box.y;
    plate.x = std::clamp(plate.x, 0, std::max(0, frame.cols - plate.width));
    plate.y = std::clamp(plate.y, 0, std::max(0, frame.rows - plate.height));
    cv::rectangle(frame, plate, color, cv::FILLED);
    cv::putText(frame, text, {plate.x + margin, plate.y + margin + size.height}, FONT, scale, cv::Scalar::all(0),
                thickness, cv::LINE_AA);
}

}  // namespace

PersonPainter::PersonPainter(const cv::brnpa::OverlayParams& overlay) : overlay_(overlay) {}

cv::Scalar PersonPainter::colorOf(int identity) {
    const double turns = FIRST_HUE + identity * GOLDEN_RATIO;
    return colorOfHue(turns - std::floor(turns));
}

void PersonPainter::draw(cv::Mat& frame, const std::vector<Person>& people) const {
    CV_CheckTypeEQ(frame.type(), CV_8UC3, "PersonPainter: a frame of B, G, R bytes is needed");
    std::vector<const Person*> backToFront;
    for (const Person& person : people)
        backToFront.push_back(&person);
    // Who stands lower in the picture is nearer to the camera and is drawn over the others.
    std::stable_sort(backToFront.begin(), backToFront.end(), [](const Person* a, const Person* b) {
        return a->box.y + a->box.height < b->box.y + b->box.height;
    });
    const cv::Mat scene = frame.clone();  // where boxes overlap the gray must be the scene's, not the neighbor's colors
    for (const Person* person : backToFront) {
        const cv::Rect box = pixelsOf(person->box, frame.size());
        if (box.empty() || person->appearance.maps.empty()) continue;
        cv::Mat painted = scene(box).clone();
        overlay_.apply(painted, person->appearance.maps, person->appearance.norms, painted);
        painted.copyTo(frame(box));
    }
    for (const Person* person : backToFront) {
        const cv::Rect box = pixelsOf(person->box, frame.size());
        if (box.empty()) continue;
        const cv::Scalar color = person->identity ? colorOf(*person->identity) : NAMELESS_COLOR;
        cv::rectangle(frame, box, color, FRAME_THICKNESS);
        if (person->identity) drawLabel(frame, box, "ID " + std::to_string(*person->identity), color);
    }
}

}  // namespace reid

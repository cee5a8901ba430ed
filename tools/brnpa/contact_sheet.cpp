#include "contact_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "fitted_picture.hpp"
#include "plain_drawing.hpp"

namespace {

// All lengths in pixels.
constexpr int MARGIN = 28, GAP = 16;
constexpr int PICTURE_WIDTH = 112, PICTURE_HEIGHT = 224, PICTURE_GAP = 6;
constexpr int PADDING = 14;  // inside a card
constexpr int CARD_WIDTH = 2 * PICTURE_WIDTH + PICTURE_GAP + 2 * PADDING;
constexpr int TITLE_HEIGHT = 34, BAR_HEIGHT = 8, LINE_HEIGHT = 20;
constexpr int HEADER_HEIGHT = 84, FOOTER_HEIGHT = 64;
/// A bar is this many thresholds long.
constexpr double BAR_THRESHOLDS = 2;  // a longer distance has a bar that is broken at its end

const cv::Scalar PAPER(247, 245, 243), CARD(255, 255, 255), LINE(222, 218, 214);
const cv::Scalar PARTS[] = {{40, 40, 220}, {60, 170, 50}, {220, 90, 40}};

/// As large as fits into the place, in its middle.
void paste(cv::Mat& sheet, const cv::Mat& picture, const cv::Rect& place) {
    if (picture.empty()) {
        sheet(place).setTo(PAPER);
        drawText(sheet, "no picture", {place.x + 20, place.y + place.height / 2}, SMALL, FAINT);
        return;
    }
    const cv::Rect inner = fittedPlace(picture.size(), place);
    const bool shrinks = place.width < picture.cols || place.height < picture.rows;
    cv::Mat scaled;
    cv::resize(picture, scaled, inner.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
    scaled.copyTo(sheet(inner));
}

void drawBar(cv::Mat& sheet, const SheetCard& card, double threshold, int left, int top) {
    constexpr int LENGTH = CARD_WIDTH - 2 * PADDING;
    const double longest = BAR_THRESHOLDS * std::max(threshold, 1e-6);
    const int filled = cvRound(LENGTH * std::min(*card.distance / longest, 1.0));
    cv::rectangle(sheet, {left, top, LENGTH, BAR_HEIGHT}, PAPER, cv::FILLED);
    cv::rectangle(sheet, {left, top, std::max(filled, 2), BAR_HEIGHT}, card.verdictColor, cv::FILLED);
    if (*card.distance > longest) {
        for (int cut : {16, 22})
            cv::line(sheet, {left + LENGTH - cut, top + BAR_HEIGHT}, {left + LENGTH - cut + 4, top - 1}, CARD, 2);
    }
    const int mark = left + cvRound(LENGTH / BAR_THRESHOLDS);
    cv::line(sheet, {mark, top - 4}, {mark, top + BAR_HEIGHT + 3}, INK, 1);
}

int heightOf(const SheetCard& card) {
    const int bar = card.distance ? BAR_HEIGHT + 12 + LINE_HEIGHT : 0;
    return TITLE_HEIGHT + PICTURE_HEIGHT + bar + LINE_HEIGHT * static_cast<int>(card.notes.size()) + 2 * PADDING + 6;
}

void drawCard(cv::Mat& sheet, const SheetCard& card, double threshold, const cv::Point& corner, int height) {
    const cv::Rect frame(corner, cv::Size(CARD_WIDTH, height));
    cv::rectangle(sheet, frame, CARD, cv::FILLED);
    cv::rectangle(sheet, frame, LINE, 1);
    cv::rectangle(sheet, {frame.x, frame.y, 5, TITLE_HEIGHT + 4}, card.color, cv::FILLED);
    const int left = frame.x + PADDING, room = CARD_WIDTH - 2 * PADDING;
    drawText(sheet, card.title, {left, frame.y + 26}, MEDIUM, INK, room);
    int y = frame.y + TITLE_HEIGHT + 8;
    paste(sheet, card.picture, {left, y, PICTURE_WIDTH, PICTURE_HEIGHT});
    paste(sheet, card.painted, {left + PICTURE_WIDTH + PICTURE_GAP, y, PICTURE_WIDTH, PICTURE_HEIGHT});
    y += PICTURE_HEIGHT + 12;
    if (card.distance) {
        drawBar(sheet, card, threshold, left, y);
        y += BAR_HEIGHT + LINE_HEIGHT;
        const std::string distance = fmt::format("{:.3f}", *card.distance);
        drawText(sheet, distance, {left, y}, MEDIUM, INK);
        const int verdictLeft = left + textWidth(distance, MEDIUM) + 12;
        drawText(sheet, card.verdict, {verdictLeft, y}, MEDIUM, card.verdictColor,
                 frame.br().x - PADDING - verdictLeft);
    }
    for (const std::string& note : card.notes)
        drawText(sheet, note, {left, y += LINE_HEIGHT}, SMALL, FAINT, room);
}

void drawLegend(cv::Mat& sheet, const ContactSheet& content) {
    int base = sheet.rows - FOOTER_HEIGHT + 24, left = MARGIN;
    const auto say = [&](const std::string& text) {
        drawText(sheet, text, {left, base}, SMALL, FAINT);
        left += textWidth(text, SMALL) + 14;
    };
    const bool hasBroken = std::any_of(content.cards.begin(), content.cards.end(), [&](const SheetCard& card) {
        return card.distance && *card.distance > BAR_THRESHOLDS * content.threshold;
    });
    say("Right of each picture: where the network looked.");
    for (int part = 0; content.parts > 1 && part < std::min(content.parts, 3) && content.parts <= 3; ++part) {
        cv::circle(sheet, {left + 5, base - 4}, 5, PARTS[part], cv::FILLED, cv::LINE_AA);
        left += 16;
        say(fmt::format("part {}", part + 1));
    }
    if (content.threshold <= 0) return;
    base += LINE_HEIGHT;  // the narrowest sheet has no room beside
    left = MARGIN;
    say(fmt::format("Bars: distance from the left picture{}; mark: the threshold, {:.3f}.",
                    hasBroken ? " (broken: longer)" : "", content.threshold));
}

}  // namespace

cv::Mat draw(const ContactSheet& sheet) {
    const int count = static_cast<int>(sheet.cards.size());
    const int columns = std::clamp(count, 2, sheet.mostColumns), rows = std::max(1, (count + columns - 1) / columns);
    int height = sheet.query ? heightOf(*sheet.query) : 0;
    for (const SheetCard& card : sheet.cards)
        height = std::max(height, heightOf(card));
    const int queryWidth = sheet.query ? CARD_WIDTH + 2 * GAP : 0;
    const int width = 2 * MARGIN + queryWidth + columns * CARD_WIDTH + (columns - 1) * GAP;
    cv::Mat canvas(HEADER_HEIGHT + rows * height + (rows - 1) * GAP + FOOTER_HEIGHT, width, CV_8UC3, PAPER);

    drawText(canvas, sheet.title, {MARGIN, 42}, LARGE, INK, width - 2 * MARGIN);
    drawText(canvas, sheet.subtitle, {MARGIN, 66}, SMALL, FAINT, width - 2 * MARGIN);
    if (sheet.query) {
        drawCard(canvas, *sheet.query, sheet.threshold, {MARGIN, HEADER_HEIGHT}, heightOf(*sheet.query));
        const int line = MARGIN + CARD_WIDTH + GAP;
        cv::line(canvas, {line, HEADER_HEIGHT}, {line, canvas.rows - FOOTER_HEIGHT}, LINE, 1);
    }
    for (int i = 0; i < count; ++i) {
        const cv::Point corner(MARGIN + queryWidth + i % columns * (CARD_WIDTH + GAP),
                               HEADER_HEIGHT + i / columns * (height + GAP));
        drawCard(canvas, sheet.cards[static_cast<size_t>(i)], sheet.threshold, corner, height);
    }
    drawLegend(canvas, sheet);
    return canvas;
}

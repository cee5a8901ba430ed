#include "svg_canvas.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <memory>

namespace {

std::string hex(const cv::Scalar& color) {
    return fmt::format("#{:02x}{:02x}{:02x}", cvRound(color[2]), cvRound(color[1]), cvRound(color[0]));
}

/// @param shift half a pixel for lines, whose middle lies there.
std::string listOf(const std::vector<cv::Point>& points, double shift) {
    std::string list;
    for (const cv::Point& point : points)
        list += fmt::format("{}{:g},{:g}", list.empty() ? "" : " ", point.x + shift, point.y + shift);
    return list;
}

/// What XML can hold of it: no signs of control, and U+FFFD for bytes that are no UTF-8.
std::string escaped(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; }, ' ');
    using Owned = std::unique_ptr<char, decltype(&g_free)>;
    const Owned valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
    const Owned markup(g_markup_escape_text(valid.get(), -1), g_free);
    return markup.get();
}

}  // namespace

void SvgCanvas::fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) {
    elements_ += fmt::format("<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"{:g}\"/>\n", listOf(outline, 0),
                             hex(color), opacity);
}

void SvgCanvas::line(const std::vector<cv::Point>& points, const cv::Scalar& color) {
    elements_ +=
        fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\"/>\n", listOf(points, 0.5), hex(color));
}

void SvgCanvas::text(const std::string& text, const cv::Point& place, double size, const cv::Scalar& color,
                     Align align) {
    elements_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{:g}\" fill=\"{}\"{}>{}</text>\n", place.x, place.y,
                             size, hex(color), align == Align::Middle ? " text-anchor=\"middle\"" : "", escaped(text));
}

std::string SvgCanvas::document() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
        "font-family=\"sans-serif\">\n{2}</svg>\n",
        size_.width, size_.height, elements_);
}

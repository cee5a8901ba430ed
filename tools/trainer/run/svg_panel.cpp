#include "run/svg_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "run/axis_ticks.hpp"

namespace brnpa::trainer {
namespace {

// Pixels around the plot for the texts.
constexpr double marginLeft = 62, marginRight = 18, marginTop = 40, marginBottom = 44;
constexpr double dotRadius = 3, labelGap = 8, legendSpacing = 12, legendLetter = 9;
constexpr int mostColumns = 8, mostRows = 5;  // intervals between ticks

const char* const frameColor = "#888888";
const char* const gridColor = "#e4e4e4";

struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

//! Maps the numbers between the outermost ticks onto pixels.
class Scale {
  public:
    Scale(std::vector<double> ticks, double from, double to) : ticks_(std::move(ticks)), from_(from), to_(to) {}

    double at(double value) const {
        return from_ + (to_ - from_) * (value - ticks_.front()) / (ticks_.back() - ticks_.front());
    }
    const std::vector<double>& ticks() const { return ticks_; }

  private:
    std::vector<double> ticks_;
    double from_, to_;
};

std::string line(double x1, double y1, double x2, double y2, const char* color) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\"/>\n", x1, y1, x2,
                       y2, color);
}

std::string text(double x, double y, const char* anchor, const std::string& content, const char* more = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more, content);
}

std::string drawSeries(const Series& series, const Scale& x, const Scale& y) {
    std::string drawn;
    if (series.joined && series.points.size() > 1) {
        drawn += fmt::format(
            "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-linejoin=\"round\" "
            "points=\"",
            series.color);
        for (const auto& [px, py] : series.points)
            drawn += fmt::format("{:.1f},{:.1f} ", x.at(px), y.at(py));
        drawn.back() = '"';
        return drawn + "/>\n";
    }
    for (const auto& [px, py] : series.points)
        drawn += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\"/>\n", x.at(px), y.at(py),
                             dotRadius, series.color);
    return drawn;
}

//! In the line of the title, from the right: a dot and its text for each series.
std::string drawLegend(const std::vector<Series>& series, double right, double y) {
    std::string drawn;
    for (auto entry = series.rbegin(); entry != series.rend(); ++entry) {
        if (entry->points.empty()) continue;
        right -= legendLetter * static_cast<double>(entry->label.size()) + labelGap;
        drawn += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\"/>\n", right, y - dotRadius - 1,
                             dotRadius + 1, entry->color);
        drawn += text(right + labelGap, y, "start", entry->label);
        right -= legendSpacing;
    }
    return drawn;
}

}  // namespace

std::string drawPanel(const Panel& panel, double left, double top, double width, double height) {
    const double plotLeft = left + marginLeft, plotRight = left + width - marginRight;
    const double plotTop = top + marginTop, plotBottom = top + height - marginBottom;
    std::string drawn =
        "<g>\n" + text(plotLeft, plotTop - 14, "start", panel.title, " font-size=\"15\" font-weight=\"bold\"");
    Range xRange, yRange;
    for (const auto& series : panel.series)
        for (const auto& [x, y] : series.points) {
            xRange.include(x);
            yRange.include(y);
        }
    if (xRange.low > xRange.high) {
        drawn += text((plotLeft + plotRight) / 2, (plotTop + plotBottom) / 2, "middle", "no data");
    } else {
        if (panel.fromZero) yRange.include(0);
        xRange.include(0);
        const Scale x(axisTicks(xRange.low, xRange.high, mostColumns), plotLeft, plotRight);
        const Scale y(axisTicks(yRange.low, yRange.high, mostRows), plotBottom, plotTop);
        for (const double tick : x.ticks()) {
            drawn += line(x.at(tick), plotTop, x.at(tick), plotBottom, gridColor);
            drawn += text(x.at(tick), plotBottom + 2 * labelGap, "middle", tickLabel(tick));
        }
        for (const double tick : y.ticks()) {
            drawn += line(plotLeft, y.at(tick), plotRight, y.at(tick), gridColor);
            drawn += text(plotLeft - labelGap, y.at(tick) + 4, "end", tickLabel(tick));
        }
        for (const auto& series : panel.series)
            drawn += drawSeries(series, x, y);
        if (panel.series.size() > 1) drawn += drawLegend(panel.series, plotRight, plotTop - 14);
    }
    drawn += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" stroke=\"{}\"/>\n", plotLeft,
        plotTop, plotRight - plotLeft, plotBottom - plotTop, frameColor);
    return drawn + text((plotLeft + plotRight) / 2, plotBottom + 4.4 * labelGap, "middle", panel.xTitle) + "</g>\n";
}

}  // namespace brnpa::trainer

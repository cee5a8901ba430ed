#include "run/curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "common/atomic_file.hpp"
#include "run/svg_panel.hpp"

namespace brnpa::trainer {
namespace {

constexpr int pictureWidth = 900, pictureHeight = 640;
constexpr double percent = 100;

// Colors of Okabe and Ito, which color-blind people tell apart.
const char* const blue = "#0072b2";
const char* const orange = "#d55e00";
const char* const green = "#009e73";

using Position = std::function<double(const LogRecord&)>;

bool useSteps(const std::vector<LogRecord>& records) {
    const bool known =
        std::all_of(records.begin(), records.end(), [](const LogRecord& record) { return record.step.has_value(); });
    return known && std::adjacent_find(records.begin(), records.end(), [](const LogRecord& a, const LogRecord& b) {
                        return a.epoch == b.epoch;
                    }) != records.end();
}

std::vector<LogRecord> withoutRedone(const std::vector<LogRecord>& records, const Position& position) {
    std::vector<LogRecord> kept;
    for (const auto& record : records) {
        while (!kept.empty() && position(kept.back()) >= position(record))
            kept.pop_back();
        kept.push_back(record);
    }
    return kept;
}

Series seriesOf(const std::vector<LogRecord>& records, const Position& position,
                std::optional<double> LogRecord::*member, const std::string& label, const char* color, double factor,
                bool joined = true) {
    Series series{label, color, joined, {}};
    for (const auto& record : records)
        if (record.*member) series.points.emplace_back(position(record), factor * *(record.*member));
    return series;
}

}  // namespace

std::string curvesSvg(const std::vector<LogRecord>& all) {
    const bool steps = useSteps(all);
    const Position position = [steps](const LogRecord& record) { return steps ? *record.step : record.epoch; };
    const auto records = withoutRedone(all, position);
    const std::string xTitle = steps ? "step" : "epoch";
    const auto series = [&](auto member, const char* label, const char* color, double factor = 1, bool joined = true) {
        return seriesOf(records, position, member, label, color, factor, joined);
    };
    std::vector<Series> accuracy{series(&LogRecord::accuracy, "training", blue, percent),
                                 series(&LogRecord::rank1, "rank 1", orange, percent, false),
                                 series(&LogRecord::meanAveragePrecision, "mAP", green, percent, false)};
    // A detector's training has these two and not the others.
    std::vector<Series> precision{series(&LogRecord::averagePrecision50, "AP50", orange, percent, false),
                                  series(&LogRecord::averagePrecision, "AP", green, percent, false)};
    const bool detects = !precision.front().points.empty();
    const Panel panels[] = {{"loss", xTitle, {series(&LogRecord::loss, "loss", blue)}, true},
                            {detects ? "average precision, %" : "accuracy, %", xTitle,
                             detects ? std::move(precision) : std::move(accuracy), true},
                            {"learning rate", xTitle, {series(&LogRecord::learningRate, "", blue)}, true},
                            {"images a second", xTitle, {series(&LogRecord::imagesPerSecond, "", blue)}, true}};
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
        "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n",
        pictureWidth, pictureHeight);
    constexpr double width = pictureWidth / 2.0, height = pictureHeight / 2.0;
    for (int i = 0; i < 4; ++i)
        svg += drawPanel(panels[i], i % 2 * width, i / 2 * height, width, height);
    return svg + "</svg>\n";
}

void writeCurves(const std::string& log, const std::string& svg) {
    writeFileAtomically(svg, curvesSvg(readTrainingLog(log)));
}

}  // namespace brnpa::trainer

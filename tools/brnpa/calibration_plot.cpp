#include "calibration_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "plain_drawing.hpp"

namespace {

// All lengths in pixels.
constexpr int WIDTH = 960, HEIGHT = 560;
const cv::Rect PLOT(64, 96, WIDTH - 64 - 36, HEIGHT - 96 - 110);
constexpr int BINS = 80;
constexpr double HEADROOM = 1.08;  // above the highest column

const cv::Scalar PLOT_PAPER(255, 255, 255), GRID(228, 224, 220), SAME(70, 140, 40), DIFFERENT(60, 60, 200);

/// Shares of all distances for each bin.
std::vector<double> histogramOf(const std::vector<float>& distances, double longest) {
    std::vector<double> shares(BINS, 0);
    for (float distance : distances)
        shares[static_cast<size_t>(std::clamp(static_cast<int>(distance / longest * BINS), 0, BINS - 1))] += 1;
    for (double& share : shares)
        share /= static_cast<double>(distances.size());
    return shares;
}

int columnOf(double distance, double longest) {
    return PLOT.x + cvRound(PLOT.width * std::min(distance / longest, 1.0));
}

void drawHistogram(cv::Mat& image, const std::vector<double>& shares, double highest, const cv::Scalar& color) {
    std::vector<cv::Point> outline{{PLOT.x, PLOT.br().y}};
    for (int bin = 0; bin < BINS; ++bin) {
        const int y = PLOT.br().y - cvRound(PLOT.height * shares[static_cast<size_t>(bin)] / highest);
        outline.emplace_back(PLOT.x + PLOT.width * bin / BINS, y);
        outline.emplace_back(PLOT.x + PLOT.width * (bin + 1) / BINS, y);
    }
    outline.emplace_back(PLOT.br().x, PLOT.br().y);
    cv::Mat filled = image.clone();
    cv::fillPoly(filled, std::vector<std::vector<cv::Point>>{outline}, color);
    cv::addWeighted(filled, 0.3, image, 0.7, 0, image);
    cv::polylines(image, std::vector<std::vector<cv::Point>>{outline}, false, color, 1, cv::LINE_AA);
}

void drawThreshold(cv::Mat& image, const reid::Threshold& threshold, double longest, int row) {
    const int x = columnOf(threshold.distance, longest), low = columnOf(threshold.low, longest);
    const int high = std::max(low + 1, columnOf(threshold.high, longest));
    // The interval is a band over the whole height, so that its width can be seen against the histograms.
    cv::Mat band = image(cv::Rect(low, PLOT.y, high - low, PLOT.height));
    cv::addWeighted(band, 0.85, cv::Mat(band.size(), band.type(), INK), 0.15, 0, band);
    cv::line(image, {x, PLOT.y - 4}, {x, PLOT.br().y}, INK, 1, cv::LINE_AA);
    drawText(image, fmt::format("{:.3f} at {:g}", threshold.distance, threshold.falseAcceptRate),
             {std::min(high + 6, PLOT.br().x - 120), PLOT.y + 14 + 18 * row}, SMALL, INK);
}

void drawAxis(cv::Mat& image, double longest) {
    constexpr int STEPS = 10;
    for (int step = 0; step <= STEPS; ++step) {
        const double distance = longest * step / STEPS;
        const int x = columnOf(distance, longest);
        cv::line(image, {x, PLOT.y}, {x, PLOT.br().y}, GRID, 1);
        drawText(image, fmt::format("{:.2f}", distance), {x - 14, PLOT.br().y + 20}, SMALL, FAINT);
    }
    cv::line(image, {PLOT.x, PLOT.br().y}, PLOT.br(), INK, 1);
    drawText(image, "distance of a picture to a person (nearest picture)",
             {PLOT.x + PLOT.width / 2 - 170, PLOT.br().y + 42}, SMALL, FAINT);
}

}  // namespace

cv::Mat draw(const reid::Calibration& calibration, const std::string& title) {
    const double longest = std::max({calibration.same.back(), calibration.different.back(), 1e-6F});
    const std::vector<double> same = histogramOf(calibration.same, longest);
    const std::vector<double> different = histogramOf(calibration.different, longest);
    const double highest = HEADROOM * std::max(*std::max_element(same.begin(), same.end()),
                                               *std::max_element(different.begin(), different.end()));
    cv::Mat image(HEIGHT, WIDTH, CV_8UC3, PLOT_PAPER);
    drawText(image, title, {PLOT.x, 40}, LARGE, INK);
    drawText(image,
             "share of comparisons by distance; thresholds with the false accept rate and the 95 % interval (band)",
             {PLOT.x, 66}, SMALL, FAINT);
    drawAxis(image, longest);
    drawHistogram(image, different, highest, DIFFERENT);
    drawHistogram(image, same, highest, SAME);
    int row = 0;
    for (const reid::Threshold& threshold : calibration.thresholds)
        drawThreshold(image, threshold, longest, row++);
    const int base = HEIGHT - 26;
    cv::rectangle(image, {PLOT.x, base - 11, 12, 12}, SAME, cv::FILLED);
    drawText(image, fmt::format("the same person ({} pictures)", calibration.same.size()), {PLOT.x + 20, base}, SMALL,
             INK);
    cv::rectangle(image, {PLOT.x + 320, base - 11, 12, 12}, DIFFERENT, cv::FILLED);
    drawText(image, fmt::format("another person ({} comparisons)", calibration.different.size()), {PLOT.x + 340, base},
             SMALL, INK);
    return image;
}

#include "calibration_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "picture_file.hpp"
#include "plain_drawing.hpp"
#include "reid/atomic_file.hpp"
#include "svg_canvas.hpp"

namespace {

// All lengths in pixels.
constexpr int LEFT = 64, RIGHT = 132;  // room on the right for the label of a threshold at the end of the axis
constexpr int HEAD = 92, FOOT = 110, LABEL_HEIGHT = 18;
constexpr int BINS = 80;
constexpr double HEADROOM = 1.08;  // above the highest column

const cv::Scalar PLOT_PAPER(255, 255, 255), GRID(228, 224, 220), SAME(70, 140, 40), DIFFERENT(60, 60, 200);
const cv::Scalar THRESHOLDS[] = {{170, 90, 20}, {140, 40, 130}, {0, 110, 190}, {110, 110, 0}};

/// Round steps up to the first that reaches the longest distance.
struct Axis {
    explicit Axis(double longest) {
        constexpr double MOST_STEPS = 10;
        const double decade = std::pow(10, std::floor(std::log10(longest / MOST_STEPS)));
        step = 10 * decade;
        for (double factor : {5., 2., 1.}) {
            if (longest / (factor * decade) <= MOST_STEPS) step = factor * decade;
        }
        steps = static_cast<int>(std::ceil(longest / step));
    }
    double end() const { return step * steps; }

    double step;
    int steps;
};

/// Draws one calibration.
class Plot {
  public:
    Plot(const reid::Calibration& calibration, Canvas& canvas)
        : calibration_(calibration),
          canvas_(canvas),
          axis_(std::max({calibration.same.back(), calibration.different.back(), 1e-6F})),
          labels_(LABEL_HEIGHT * static_cast<int>(calibration.thresholds.size())),
          area_(LEFT, HEAD + labels_, CALIBRATION_PLOT_WIDTH - LEFT - RIGHT,
                CALIBRATION_PLOT_HEIGHT - HEAD - labels_ - FOOT) {}

    void draw(const std::string& title);

  private:
    int columnOf(double distance) const {
        return area_.x + cvRound(area_.width * std::clamp(distance / axis_.end(), 0., 1.));
    }
    std::vector<double> histogramOf(const std::vector<float>& distances) const;
    void drawAxis();
    void drawHistogram(const std::vector<double>& shares, double highest, const cv::Scalar& color);
    void drawThresholds();
    void drawLegend();

    const reid::Calibration& calibration_;
    Canvas& canvas_;
    const Axis axis_;
    const int labels_;  ///< height of the labels above the area
    const cv::Rect area_;
};

/// Shares of all distances for each bin.
std::vector<double> Plot::histogramOf(const std::vector<float>& distances) const {
    std::vector<double> shares(BINS, 0);
    for (float distance : distances)
        shares[static_cast<size_t>(std::clamp(static_cast<int>(distance / axis_.end() * BINS), 0, BINS - 1))] += 1;
    for (double& share : shares)
        share /= static_cast<double>(distances.size());
    return shares;
}

void Plot::drawAxis() {
    for (int step = 0; step <= axis_.steps; ++step) {
        const int x = columnOf(axis_.step * step);
        canvas_.line({{x, area_.y}, {x, area_.br().y}}, GRID);
        // Six digits: a product such as 3 * 0.1 is not quite round.
        canvas_.text(fmt::format("{:.6g}", axis_.step * step), {x, area_.br().y + 20}, SMALL, FAINT,
                     Canvas::Align::Middle);
    }
    canvas_.line({{area_.x, area_.br().y}, area_.br()}, INK);
    canvas_.text("distance of a picture to a person (nearest picture)", {area_.x + area_.width / 2, area_.br().y + 42},
                 SMALL, FAINT, Canvas::Align::Middle);
}

void Plot::drawHistogram(const std::vector<double>& shares, double highest, const cv::Scalar& color) {
    std::vector<cv::Point> outline{{area_.x, area_.br().y}};
    for (int bin = 0; bin < BINS; ++bin) {
        const int y = area_.br().y - cvRound(area_.height * shares[static_cast<size_t>(bin)] / highest);
        outline.emplace_back(area_.x + area_.width * bin / BINS, y);
        outline.emplace_back(area_.x + area_.width * (bin + 1) / BINS, y);
    }
    outline.push_back(area_.br());
    canvas_.fill(outline, color, 0.3);
    canvas_.line(outline, color);
}

/// Each label stands right of its interval, and the farther right the lower: no other line, nor its own, crosses it.
void Plot::drawThresholds() {
    std::vector<reid::Threshold> thresholds = calibration_.thresholds;
    std::sort(thresholds.begin(), thresholds.end(),
              [](const auto& one, const auto& other) { return one.distance < other.distance; });
    int index = 0;
    for (const reid::Threshold& threshold : thresholds) {
        const cv::Scalar& color = THRESHOLDS[static_cast<size_t>(index) % std::size(THRESHOLDS)];
        const int x = columnOf(threshold.distance), low = columnOf(threshold.low);
        const int high = std::max(low + 1, columnOf(threshold.high));
        const int top = HEAD + LABEL_HEIGHT * index++;
        // The interval is a band over the whole height, so that its width can be seen against the histograms, and a
        // bar of its own above, since bands lie on each other.
        canvas_.fill(cv::Rect(low, area_.y, high - low, area_.height), color, 0.1);
        canvas_.line({{x, top}, {x, area_.br().y}}, color);
        const int middle = top + LABEL_HEIGHT / 2, tip = LABEL_HEIGHT / 4;
        canvas_.line({{low, middle}, {high, middle}}, color);
        for (int end : {low, high})
            canvas_.line({{end, middle - tip}, {end, middle + tip + 1}}, color);
        canvas_.text(fmt::format("{:.3f} at {:g}", threshold.distance, threshold.falseAcceptRate),
                     {high + 8, middle + static_cast<int>(SMALL) / 3}, SMALL, color);
    }
}

void Plot::drawLegend() {
    const int base = CALIBRATION_PLOT_HEIGHT - 26;
    const auto entry = [&](int left, const cv::Scalar& color, const std::string& text) {
        canvas_.fill(cv::Rect(left, base - 11, 12, 12), color);
        canvas_.text(text, {left + 20, base}, SMALL, INK);
    };
    entry(area_.x, SAME, fmt::format("the same person ({} pictures)", calibration_.same.size()));
    entry(area_.x + 320, DIFFERENT, fmt::format("another person ({} comparisons)", calibration_.different.size()));
}

void Plot::draw(const std::string& title) {
    const std::vector<double> same = histogramOf(calibration_.same), different = histogramOf(calibration_.different);
    const double highest = HEADROOM * std::max(*std::max_element(same.begin(), same.end()),
                                               *std::max_element(different.begin(), different.end()));
    canvas_.fill(cv::Rect(0, 0, CALIBRATION_PLOT_WIDTH, CALIBRATION_PLOT_HEIGHT), PLOT_PAPER);
    canvas_.text(title, {area_.x, 40}, LARGE, INK);
    canvas_.text(
        "share of comparisons by distance; thresholds with the false accept rate and the 95 % interval (bar and band)",
        {area_.x, 66}, SMALL, FAINT);
    drawAxis();
    drawHistogram(different, highest, DIFFERENT);
    drawHistogram(same, highest, SAME);
    drawThresholds();
    drawLegend();
}

}  // namespace

void draw(const reid::Calibration& calibration, const std::string& title, Canvas& canvas) {
    Plot(calibration, canvas).draw(title);
}

void writePlot(const reid::Calibration& calibration, const std::string& title, const std::string& path) {
    const cv::Size size(CALIBRATION_PLOT_WIDTH, CALIBRATION_PLOT_HEIGHT);
    if (isSvg(path)) {
        SvgCanvas canvas(size);
        draw(calibration, title, canvas);
        reid::AtomicFile file(path);
        file.stream() << canvas.document();
        file.commit();
        return;
    }
    cv::Mat image(size, CV_8UC3);
    PixelCanvas canvas(image);
    draw(calibration, title, canvas);
    writePicture(path, image);
}

#include "calibration_plot.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

#include "plain_drawing.hpp"
#include "temporary_folder.hpp"

namespace {

/// Keeps what is drawn.
class Notes : public Canvas {
  public:
    struct Text {
        std::string words;
        cv::Rect place;  ///< about
    };

    using Canvas::fill;
    void fill(const std::vector<cv::Point>& outline, const cv::Scalar& color, double opacity) override {
        if (opacity < 0.2) bands.push_back(color);
        (void)outline;
    }
    void line(const std::vector<cv::Point>& points, const cv::Scalar& color) override {
        const bool isUpright = points.size() == 2 && points[0].x == points[1].x;
        const bool isLong = std::abs(points[0].y - points[1].y) > 100;  // the ends of intervals are short
        if (isUpright && isLong && std::find(bands.begin(), bands.end(), color) != bands.end())
            uprights.push_back(points);
    }
    void text(const std::string& words, const cv::Point& place, double size, const cv::Scalar& color,
              Align align) override {
        const int width = textWidth(words, size), height = static_cast<int>(size);
        texts.push_back({words, {place.x - (align == Align::Middle ? width / 2 : 0), place.y - height, width, height}});
        (void)color;
    }

    std::vector<cv::Scalar> bands;
    std::vector<std::vector<cv::Point>> uprights;  ///< of the thresholds
    std::vector<Text> texts;
};

reid::Calibration measured(float longest, const std::vector<reid::Threshold>& thresholds) {
    reid::Calibration calibration;
    calibration.same = {0.1F * longest, 0.2F * longest, 0.4F * longest};
    calibration.different = {0.5F * longest, 0.8F * longest, longest};
    calibration.thresholds = thresholds;
    return calibration;
}

Notes drawn(const reid::Calibration& calibration) {
    Notes notes;
    draw(calibration, "somewhere", notes);
    return notes;
}

bool says(const Notes& notes, const std::string& words) {
    return std::any_of(notes.texts.begin(), notes.texts.end(), [&](const auto& text) { return text.words == words; });
}

TEST(CalibrationPlotTest, TheAxisHasRoundNumbers) {
    for (const char* number : {"0", "0.1", "0.2", "0.3", "0.7", "0.9"})
        EXPECT_TRUE(says(drawn(measured(0.87F, {})), number)) << number;
    EXPECT_FALSE(says(drawn(measured(0.87F, {})), "1"));
    for (const char* number : {"0", "5", "10", "35"})
        EXPECT_TRUE(says(drawn(measured(31, {})), number)) << number;
    for (const char* number : {"0", "0.02", "0.12"})
        EXPECT_TRUE(says(drawn(measured(0.12F, {})), number)) << number;
}

TEST(CalibrationPlotTest, NoThresholdCrossesTheLabelOfAnother) {
    const std::vector<std::vector<double>> cases = {{0.5, 0.44, 0.4}, {0.4, 0.4, 0.4}, {0.99, 1, 0.98}, {0.1, 0.12}};
    for (const std::vector<double>& distances : cases) {
        std::vector<reid::Threshold> thresholds;
        for (double distance : distances)
            thresholds.push_back({0.0001, distance, distance - 0.02, distance + 0.02, "here"});
        const Notes notes = drawn(measured(1, thresholds));
        ASSERT_EQ(notes.uprights.size(), distances.size());
        for (size_t i = 0; i < notes.bands.size(); ++i) {
            for (size_t j = 0; j < i; ++j)
                EXPECT_GT(cv::norm(notes.bands[i] - notes.bands[j]), 80) << "bands of one color";
        }
        for (const Notes::Text& text : notes.texts) {
            EXPECT_EQ(text.place & cv::Rect(0, 0, CALIBRATION_PLOT_WIDTH, CALIBRATION_PLOT_HEIGHT), text.place)
                << text.words;
            for (const auto& line : notes.uprights)
                EXPECT_TRUE((text.place & cv::Rect(line[0].x, line[0].y, 1, line[1].y - line[0].y)).empty())
                    << text.words;
            for (const Notes::Text& other : notes.texts)
                EXPECT_TRUE(&text == &other || (text.place & other.place).empty()) << text.words << other.words;
        }
    }
}

TEST(CalibrationPlotTest, TheEndingSaysTheFormat) {
    const TemporaryFolder folder;
    const reid::Calibration calibration = measured(1, {{0.01, 0.4, 0.35, 0.45, "here"}});
    writePlot(calibration, "plain", folder / "plot.png");
    EXPECT_EQ(cv::imread(folder / "plot.png").size(), cv::Size(CALIBRATION_PLOT_WIDTH, CALIBRATION_PLOT_HEIGHT));
    writePlot(calibration, "Müller & <Söhne>\n\xFF 鈴木", folder / "plot.SVG");
    std::stringstream text;
    text << std::ifstream(folder / "plot.SVG").rdbuf();
    EXPECT_EQ(text.str().rfind("<svg xmlns", 0), 0U);
    EXPECT_NE(text.str().find(">Müller &amp; &lt;Söhne&gt; \xEF\xBF\xBD 鈴木</text>"), std::string::npos) << text.str();
    EXPECT_NE(text.str().find(">0.400 at 0.01</text>"), std::string::npos);
}

}  // namespace

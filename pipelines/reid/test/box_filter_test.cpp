#include "reid/box_filter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

namespace {

/// The textbook filter, written out for one state of position and velocity. The matrices of BoxFilter couple each
/// measured number with its own velocity only, so the eight-dimensional filter is four of these.
class ScalarFilter {
  public:
    ScalarFilter(double position, double positionNoise, double velocityNoise)
        : x_{position, 0}, p_{{{positionNoise * positionNoise, 0}, {0, velocityNoise * velocityNoise}}} {}

    void predict(double positionNoise, double velocityNoise) {
        x_[0] += x_[1];
        // F P F' + Q with F = (1 1; 0 1)
        const double p00 = p_[0][0] + p_[0][1] + p_[1][0] + p_[1][1] + positionNoise * positionNoise;
        const double p01 = p_[0][1] + p_[1][1], p10 = p_[1][0] + p_[1][1];
        const double p11 = p_[1][1] + velocityNoise * velocityNoise;
        p_ = {{{p00, p01}, {p10, p11}}};
    }

    void correct(double measured, double noise) {
        const double innovation = measured - x_[0], variance = p_[0][0] + noise * noise;
        const double gain0 = p_[0][0] / variance, gain1 = p_[1][0] / variance;
        x_[0] += gain0 * innovation;
        x_[1] += gain1 * innovation;
        const std::array<double, 2> firstRow = p_[0];
        for (int column = 0; column < 2; ++column) {
            p_[0][column] -= gain0 * firstRow[column];
            p_[1][column] -= gain1 * firstRow[column];
        }
    }

    double position() const { return x_[0]; }
    double deviation() const { return std::sqrt(p_[0][0]); }

  private:
    std::array<double, 2> x_;
    std::array<std::array<double, 2>, 2> p_;
};

/// Center, width and height filtered apart, with the noise of DeepSORT (Wojke et al., ICIP 2017): shares of the
/// height; the width's are shares of the width (Aharon et al., BoT-SORT, 2022).
class TextbookBoxFilter {
  public:
    explicit TextbookBoxFilter(const cv::Rect2d& box)
        : x_(box.x + box.width / 2, box.height / 10, box.height / 16),
          y_(box.y + box.height / 2, box.height / 10, box.height / 16),
          width_(box.width, box.width / 10, box.width / 16),
          height_(box.height, box.height / 10, box.height / 16) {}

    void predict() {
        const double height = height_.position(), width = width_.position();
        x_.predict(height / 20, height / 160);
        y_.predict(height / 20, height / 160);
        width_.predict(width / 20, width / 160);
        height_.predict(height / 20, height / 160);
    }

    void correct(const cv::Rect2d& box) {
        const double noise = height_.position() / 20, widthNoise = width_.position() / 20;
        x_.correct(box.x + box.width / 2, noise);
        y_.correct(box.y + box.height / 2, noise);
        width_.correct(box.width, widthNoise);
        height_.correct(box.height, noise);
    }

    cv::Size2d centerDeviation() const { return {x_.deviation(), y_.deviation()}; }

    cv::Rect2d box() const {
        const double height = height_.position(), width = width_.position();
        return {x_.position() - width / 2, y_.position() - height / 2, width, height};
    }

  private:
    ScalarFilter x_, y_, width_, height_;
};

void expectNear(const cv::Rect2d& actual, const cv::Rect2d& expected, double tolerance) {
    EXPECT_NEAR(actual.x, expected.x, tolerance);
    EXPECT_NEAR(actual.y, expected.y, tolerance);
    EXPECT_NEAR(actual.width, expected.width, tolerance);
    EXPECT_NEAR(actual.height, expected.height, tolerance);
}

TEST(BoxFilter, equalsTheTextbookOnRandomWalks) {
    std::mt19937 random(3);
    std::normal_distribution<float> step(0, 3);
    for (int walk = 0; walk < 50; ++walk) {
        cv::Rect2f box(100, 100, 40, 100);
        reid::BoxFilter filter(box);
        TextbookBoxFilter textbook(box);
        for (int frame = 0; frame < 60; ++frame) {
            textbook.predict();
            expectNear(filter.predict(), textbook.box(), 1e-3);
            EXPECT_NEAR(filter.centerDeviation().width, textbook.centerDeviation().width, 1e-4);
            EXPECT_NEAR(filter.centerDeviation().height, textbook.centerDeviation().height, 1e-4);
            box = {box.x + step(random), box.y + step(random), box.width + step(random) / 4,
                   box.height + step(random) / 4};
            if (frame % 3 != 0) continue;
            textbook.correct(box);
            filter.correct(box);
            expectNear(filter.box(), textbook.box(), 1e-3);
        }
    }
}

TEST(BoxFilter, learnsTheVelocity) {
    const auto boxAt = [](int frame) { return cv::Rect2f(10.0F + 4.0F * frame, 200.0F - 2.0F * frame, 40, 100); };
    reid::BoxFilter filter(boxAt(0));
    for (int frame = 1; frame <= 30; ++frame) {
        filter.predict();
        if (frame % 5 == 0) filter.correct(boxAt(frame));
    }
    for (int frame = 31; frame <= 35; ++frame)
        expectNear(filter.predict(), boxAt(frame), 1.5);
}

TEST(BoxFilter, followsWhoSpreadsTheLegs) {
    // The width of a walker swings by half, in twelve frames: what is shown overlaps what was measured.
    reid::BoxFilter filter({100, 100, 40, 100});
    for (int frame = 1; frame <= 60; ++frame) {
        const float width = 50 + 15 * std::sin(static_cast<float>(frame) * 2 * static_cast<float>(CV_PI) / 12);
        const cv::Rect2f measured(100 + 2.0F * static_cast<float>(frame) - width / 2, 100, width, 100);
        filter.predict();
        filter.correct(measured);
        const cv::Rect2f shown = filter.box();
        EXPECT_GT((shown & measured).area() / (shown | measured).area(), 0.75F) << frame;
    }
}

TEST(BoxFilter, aShrinkingBoxNeverTurnsInsideOut) {
    reid::BoxFilter filter({100, 100, 40, 100});
    for (int i = 1; i <= 10; ++i) {
        filter.predict();
        filter.correct({100, 100, 40.0F - 3.5F * i, 100.0F - 9 * i});
    }
    for (int frame = 0; frame < 300; ++frame) {
        const cv::Rect2f box = filter.predict();
        ASSERT_GT(box.width, 0);
        ASSERT_GT(box.height, 0);
    }
}

TEST(BoxFilter, aBoxWithoutAreaIsAnError) {
    EXPECT_THROW(reid::BoxFilter({1, 1, 0, 5}), cv::Exception);
    reid::BoxFilter filter({1, 1, 5, 5});
    filter.predict();
    EXPECT_THROW(filter.correct({1, 1, 5, -5}), cv::Exception);
}

}  // namespace

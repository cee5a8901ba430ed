#include "reid/box_filter.hpp"

#include <algorithm>
#include <cmath>

namespace reid {

namespace {

// Standard deviations as shares, from DeepSORT's code: people near the camera move and jitter by more pixels. Of the
// height, since that is what a step is a share of; the width has its own, as in BoT-SORT. DeepSORT's aspect ratio is
// nearly constant, which cuts off the feet of who walks by, and lags where somebody comes into the picture.
constexpr double POSITION_SHARE = 1.0 / 20;
constexpr double VELOCITY_SHARE = 1.0 / 160;
// A new track's velocity is not known: this many times the noise of one frame.
constexpr double INITIAL_POSITION_FACTOR = 2;
constexpr double INITIAL_VELOCITY_FACTOR = 10;
constexpr double SMALLEST_SIDE = 1;  // pixels

constexpr int MEASURED = 4;  // center x, center y, width, height
constexpr int STATE = 2 * MEASURED;
constexpr int WIDTH = 2, HEIGHT = 3;

/// Of the measured numbers and, behind them, of their velocities; of a box with this size.
cv::Mat1d noise(double width, double height, double positionShare, double velocityShare) {
    const double deviations[STATE] = {positionShare * height, positionShare * height, positionShare * width,
                                      positionShare * height, velocityShare * height, velocityShare * height,
                                      velocityShare * width,  velocityShare * height};
    cv::Mat1d matrix = cv::Mat1d::zeros(STATE, STATE);
    for (int i = 0; i < STATE; ++i)
        matrix(i, i) = deviations[i] * deviations[i];
    return matrix;
}

cv::Mat1d measurementOf(const cv::Rect2f& box) {
    return (cv::Mat1d(MEASURED, 1) << box.x + box.width / 2.0, box.y + box.height / 2.0, box.width, box.height);
}

}  // namespace

BoxFilter::BoxFilter(const cv::Rect2f& box) : kalman_(STATE, MEASURED, 0, CV_64F) {
    CV_Assert(box.width > 0 && box.height > 0);
    cv::setIdentity(kalman_.transitionMatrix);
    for (int i = 0; i < MEASURED; ++i)
        kalman_.transitionMatrix.at<double>(i, MEASURED + i) = 1;
    cv::setIdentity(kalman_.measurementMatrix);

    kalman_.statePost.setTo(0);
    measurementOf(box).copyTo(kalman_.statePost.rowRange(0, MEASURED));
    noise(box.width, box.height, INITIAL_POSITION_FACTOR * POSITION_SHARE, INITIAL_VELOCITY_FACTOR * VELOCITY_SHARE)
        .copyTo(kalman_.errorCovPost);
}

cv::Rect2f BoxFilter::predict() {
    cv::Mat1d state = kalman_.statePost;
    // A side that shrinks past nothing would turn the box inside out.
    for (int side : {WIDTH, HEIGHT}) {
        if (state(side) + state(MEASURED + side) < SMALLEST_SIDE) state(MEASURED + side) = 0;
    }
    kalman_.processNoiseCov = noise(state(WIDTH), state(HEIGHT), POSITION_SHARE, VELOCITY_SHARE);
    kalman_.predict();
    return box();
}

void BoxFilter::correct(const cv::Rect2f& measured) {
    CV_Assert(measured.width > 0 && measured.height > 0);
    const cv::Mat1d state = kalman_.statePre;
    noise(state(WIDTH), state(HEIGHT), POSITION_SHARE, 0)(cv::Rect(0, 0, MEASURED, MEASURED))
        .copyTo(kalman_.measurementNoiseCov);
    kalman_.correct(measurementOf(measured));
}

cv::Rect2f BoxFilter::box() const {
    const cv::Mat1d state = kalman_.statePost;
    const double width = std::max(state(WIDTH), SMALLEST_SIDE), height = std::max(state(HEIGHT), SMALLEST_SIDE);
    return cv::Rect2d(state(0) - width / 2, state(1) - height / 2, width, height);
}

cv::Size2f BoxFilter::centerDeviation() const {
    const cv::Mat1d covariance = kalman_.errorCovPost;
    return cv::Size2d(std::sqrt(covariance(0, 0)), std::sqrt(covariance(1, 1)));
}

}  // namespace reid

#include "reid/box_filter.hpp"

#include <algorithm>
#include <cmath>

namespace reid {

namespace {

// Standard deviations as shares of the height, from DeepSORT's code: people near the camera move and jitter by more
// pixels. Those of the aspect ratio have no unit.
constexpr double POSITION_SHARE = 1.0 / 20;
constexpr double VELOCITY_SHARE = 1.0 / 160;
constexpr double ASPECT_NOISE = 1e-2;
constexpr double ASPECT_VELOCITY_NOISE = 1e-5;
constexpr double MEASURED_ASPECT_NOISE = 1e-1;
// A new track's velocity is not known: this many times the noise of one frame.
constexpr double INITIAL_POSITION_FACTOR = 2;
constexpr double INITIAL_VELOCITY_FACTOR = 10;
constexpr double SMALLEST_HEIGHT = 1;  // pixels
constexpr double SMALLEST_ASPECT = 0.05;

constexpr int MEASURED = 4;  // center x, center y, aspect (width / height), height
constexpr int STATE = 2 * MEASURED;
constexpr int ASPECT = 2, HEIGHT = 3;

cv::Mat1d diagonalOfSquares(std::initializer_list<double> deviations) {
    cv::Mat1d matrix = cv::Mat1d::zeros(static_cast<int>(deviations.size()), static_cast<int>(deviations.size()));
    int i = 0;
    for (double deviation : deviations) {
        matrix(i, i) = deviation * deviation;
        ++i;
    }
    return matrix;
}

cv::Mat1d measurementOf(const cv::Rect2f& box) {
    return (cv::Mat1d(MEASURED, 1) << box.x + box.width / 2.0, box.y + box.height / 2.0,
            static_cast<double>(box.width) / box.height, box.height);
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
    const double position = INITIAL_POSITION_FACTOR * POSITION_SHARE * box.height;
    const double velocity = INITIAL_VELOCITY_FACTOR * VELOCITY_SHARE * box.height;
    diagonalOfSquares({position, position, ASPECT_NOISE, position, velocity, velocity, ASPECT_VELOCITY_NOISE, velocity})
        .copyTo(kalman_.errorCovPost);
}

cv::Rect2f BoxFilter::predict() {
    cv::Mat1d state = kalman_.statePost;
    // A height or aspect that shrinks past nothing would turn the box inside out.
    if (state(HEIGHT) + state(MEASURED + HEIGHT) < SMALLEST_HEIGHT) state(MEASURED + HEIGHT) = 0;
    if (state(ASPECT) + state(MEASURED + ASPECT) < SMALLEST_ASPECT) state(MEASURED + ASPECT) = 0;
    const double position = POSITION_SHARE * state(HEIGHT), velocity = VELOCITY_SHARE * state(HEIGHT);
    kalman_.processNoiseCov = diagonalOfSquares(
        {position, position, ASPECT_NOISE, position, velocity, velocity, ASPECT_VELOCITY_NOISE, velocity});
    kalman_.predict();
    return box();
}

void BoxFilter::correct(const cv::Rect2f& measured) {
    CV_Assert(measured.width > 0 && measured.height > 0);
    const double position = POSITION_SHARE * kalman_.statePre.at<double>(HEIGHT);
    kalman_.measurementNoiseCov = diagonalOfSquares({position, position, MEASURED_ASPECT_NOISE, position});
    kalman_.correct(measurementOf(measured));
}

cv::Rect2f BoxFilter::box() const {
    const cv::Mat1d state = kalman_.statePost;
    const double height = std::max(state(HEIGHT), SMALLEST_HEIGHT);
    const double width = std::max(state(ASPECT), SMALLEST_ASPECT) * height;
    return cv::Rect2d(state(0) - width / 2, state(1) - height / 2, width, height);
}

cv::Size2f BoxFilter::centerDeviation() const {
    const cv::Mat1d covariance = kalman_.errorCovPost;
    return cv::Size2d(std::sqrt(covariance(0, 0)), std::sqrt(covariance(1, 1)));
}

}  // namespace reid

#include "fitted_picture.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

cv::Rect fittedPlace(cv::Size picture, const cv::Rect& room) {
    const double scale = std::min(1.0 * room.width / picture.width, 1.0 * room.height / picture.height);
    const cv::Size size(std::clamp(cvRound(picture.width * scale), 1, room.width),
                        std::clamp(cvRound(picture.height * scale), 1, room.height));
    return {room.tl() + cv::Point((room.width - size.width) / 2, (room.height - size.height) / 2), size};
}

cv::Mat fitted(const cv::Mat& picture, cv::Size size) {
    if (picture.size() == size) return picture;
    cv::Mat result(size, picture.type(), cv::Scalar::all(0));
    const cv::Rect place = fittedPlace(picture.size(), {cv::Point(), size});
    const bool shrinks = size.width < picture.cols || size.height < picture.rows;
    cv::resize(picture, result(place), place.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

#include "data/image_store.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "common/errors.hpp"

namespace brnpa::trainer {

ImageStore::ImageStore(const std::vector<ReidImage>& images, int width, int height) : width_(width), height_(height) {
    pixels_.resize(images.size() * imageBytes());
    for (std::size_t i = 0; i < images.size(); ++i) {
        cv::Mat picture = cv::imread(images[i].path, cv::IMREAD_COLOR);
        if (picture.empty()) throw InputError("cannot decode the picture " + images[i].path);
        if (picture.cols != width || picture.rows != height)
            cv::resize(picture, picture, {width, height}, 0, 0,
                       picture.cols > width ? cv::INTER_AREA : cv::INTER_LINEAR);
        cv::Mat target(height, width, CV_8UC3, pixels_.data() + i * imageBytes());
        cv::cvtColor(picture, target, cv::COLOR_BGR2RGB);
    }
}

}  // namespace brnpa::trainer

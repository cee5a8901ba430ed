#include "data/picture_decoder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace brnpa::trainer {
namespace {

//! A JPEG file without a marker of its end, which OpenCV would fill up with gray. Within the data of the picture the
//! two bytes cannot occur.
bool isCutOff(const std::vector<char>& bytes) {
    const char begin[] = {'\xff', '\xd8'}, end[] = {'\xff', '\xd9'};
    return bytes.size() >= 2 && std::equal(std::begin(begin), std::end(begin), bytes.begin()) &&
           std::search(bytes.begin(), bytes.end(), std::begin(end), std::end(end)) == bytes.end();
}

}  // namespace

std::string decodePicture(const std::string& path, int width, int height, std::uint8_t* target) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad()) return "cannot be read";
    if (bytes.empty()) return "is empty";
    if (isCutOff(bytes)) return "is cut off";
    cv::Mat picture;
    try {
        picture = cv::imdecode(bytes, cv::IMREAD_COLOR);
    } catch (const cv::Exception&) {
        // More pixels than OpenCV allows, for example.
    }
    if (picture.empty()) return "cannot be decoded";
    if (picture.cols != width || picture.rows != height)
        cv::resize(picture, picture, {width, height}, 0, 0, picture.cols > width ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::Mat pixels(height, width, CV_8UC3, target);
    cv::cvtColor(picture, pixels, cv::COLOR_BGR2RGB);
    return {};
}

}  // namespace brnpa::trainer

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Groups the cells of a picture by color, without any network: the features are how much red, green, blue, and so on,
// each cell has, and each part is a group of cells of one color.
#include <cstdio>
#include <opencv2/brnpa.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace {

constexpr int kCell = 8;       // pixels
constexpr int kChannels = 12;  // hues of 30 degrees

cv::Mat threeShapes() {
    cv::Mat picture(256, 256, CV_8UC3, cv::Scalar::all(40));
    cv::circle(picture, {70, 80}, 50, {40, 40, 230}, cv::FILLED);
    cv::rectangle(picture, {150, 30, 80, 90}, {50, 200, 60}, cv::FILLED);
    cv::ellipse(picture, {140, 195}, {90, 40}, 10, 0, 360, {220, 90, 40}, cv::FILLED);
    return picture;
}

//! 1 x kChannels x H x W: the share of each hue in each cell, weighted by saturation and brightness.
cv::Mat hueFeatures(const cv::Mat& picture) {
    cv::Mat hsv;
    cv::cvtColor(picture, hsv, cv::COLOR_BGR2HSV);
    const int height = picture.rows / kCell, width = picture.cols / kCell;
    const int sizes[] = {1, kChannels, height, width};
    cv::Mat features = cv::Mat::zeros(4, sizes, CV_32F);
    for (int y = 0; y < height * kCell; ++y)
        for (int x = 0; x < width * kCell; ++x) {
            const cv::Vec3b pixel = hsv.at<cv::Vec3b>(y, x);  // hue in steps of 2 degrees
            const int channel = pixel[0] * kChannels / 180;
            features.ptr<float>(0, channel, y / kCell)[x / kCell] += pixel[1] / 255.f * pixel[2] / 255.f;
        }
    return features;
}

}  // namespace

int main(int argc, char** argv) {
    const cv::CommandLineParser arguments(argc, argv,
                                          "{help h ||}{@picture || three shapes are drawn where none is given}"
                                          "{parts |3| how many groups}{output |parts.png| the result}");
    if (arguments.has("help")) {
        arguments.printMessage();
        return 0;
    }
    try {
        const std::string path = arguments.get<std::string>("@picture");
        const cv::Mat picture = path.empty() ? threeShapes() : cv::imread(path);
        if (picture.empty()) {
            std::fprintf(stderr, "%s is not a picture that OpenCV can read.\n", path.c_str());
            return 3;
        }
        cv::brnpa::AttentionParams params;
        params.numParts = arguments.get<int>("parts");
        cv::Mat vectors, maps, norms, painted;
        cv::brnpa::representativeVectors(hueFeatures(picture), vectors, maps, norms, params);
        for (int k = 0; k < params.numParts; ++k) {
            cv::Point strongest;
            cv::minMaxLoc(vectors.colRange(k * kChannels, (k + 1) * kChannels), nullptr, nullptr, nullptr, &strongest);
            std::printf("part %d: hue %d degrees\n", k + 1, strongest.x * 360 / kChannels);
        }
        std::printf("sparsity %.3f\n", cv::brnpa::sparsity(maps, norms));

        cv::brnpa::OverlayParams overlay;
        overlay.interpolation = cv::brnpa::UPSAMPLE_NEAREST;
        cv::brnpa::AttentionOverlay(overlay).apply(picture, maps, norms, painted);
        const std::string output = arguments.get<std::string>("output");
        if (!cv::imwrite(output, painted)) {
            std::fprintf(stderr, "%s cannot be written.\n", output.c_str());
            return 4;
        }
    } catch (const cv::Exception& error) {
        std::fprintf(stderr, "%s\n", error.err.c_str());
        return 3;
    }
    return 0;
}

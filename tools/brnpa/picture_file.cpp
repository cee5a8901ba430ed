#include "picture_file.hpp"

#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <vector>

#include "reid/atomic_file.hpp"

bool isSvg(const std::string& path) {
    const std::string ending = std::filesystem::path(path).extension().string();
    return ending == ".svg" || ending == ".SVG";
}

void writePicture(const std::string& path, const cv::Mat& picture) {
    std::vector<uchar> encoded;
    cv::imencode(std::filesystem::path(path).extension().string(), picture, encoded);
    reid::AtomicFile file(path);
    file.stream().write(reinterpret_cast<const char*>(encoded.data()), static_cast<std::streamsize>(encoded.size()));
    file.commit();
}

#include "picture_file.hpp"

#include <filesystem>
#include <vector>

#include "reid/atomic_file.hpp"
#include "reid/picture_codecs.hpp"

bool isSvg(const std::string& path) {
    const std::string ending = std::filesystem::path(path).extension().string();
    return ending == ".svg" || ending == ".SVG";
}

void writePicture(const std::string& path, const cv::Mat& picture) {
    const std::vector<uchar> encoded = reid::encodedPicture(picture, std::filesystem::path(path).extension().string());
    reid::AtomicFile file(path);
    file.stream().write(reinterpret_cast<const char*>(encoded.data()), static_cast<std::streamsize>(encoded.size()));
    file.commit();
}

#include "input_paths.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "reid/errors.hpp"
#include "video/camera_device.hpp"

std::string withoutPasswords(const std::string& text) {
    static const std::string scheme = "://";
    std::string plain;
    size_t rest = 0;
    for (size_t found = text.find(scheme); found != std::string::npos; found = text.find(scheme, rest)) {
        const size_t begin = found + scheme.size(), end = text.find_first_of("/? ", begin);
        plain += text.substr(rest, begin - rest);
        const size_t user = text.substr(begin, end - begin).rfind('@');  // a password may contain another one
        rest = user == std::string::npos ? begin : begin + user + 1;
    }
    return plain + text.substr(rest);
}

bool isFolder(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

void refuseCamera(const std::string& input) {
    if (video::cameraPathOf(input))
        throw reid::InputError(
            fmt::format("{} is a camera, whose pictures have no end; brnpa stream takes it.", input));
}

#include "data/cuhk03.hpp"

#include <filesystem>
#include <regex>

#include "common/errors.hpp"
#include "data/picture_files.hpp"

namespace brnpa::trainer {
namespace {

constexpr int picturesPerCamera = 5;

const std::regex& namePattern() {
    static const std::regex pattern(R"((\d{4})_(0\d)\.\w+)");
    return pattern;
}

}  // namespace

bool isCuhk03Name(const std::string& name) {
    return std::regex_match(name, namePattern());
}

std::vector<ReidImage> readCuhk03(const std::string& folder) {
    if (!std::filesystem::is_directory(folder)) throw InputError("there is no folder " + folder);
    std::vector<ReidImage> images;
    for (const auto& picture : picturesIn(folder)) {
        const std::string name = picture.filename().string();
        std::smatch match;
        if (!std::regex_match(name, match, namePattern()))
            throw InputError(picture.string() + " is not named like CUHK03's pictures (0007_00.jpg to 0007_09.jpg)");
        images.push_back({picture.string(), std::stoi(match[1]), std::stoi(match[2]) < picturesPerCamera ? 1 : 2});
    }
    if (images.empty()) throw InputError("the folder " + folder + " holds no picture");
    return images;
}

}  // namespace brnpa::trainer

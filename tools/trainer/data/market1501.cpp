#include "data/market1501.hpp"

#include <filesystem>
#include <regex>

#include "common/errors.hpp"
#include "data/picture_files.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::vector<ReidImage> readMarket1501(const std::string& root, const std::string& part) {
    const fs::path folder = fs::path(root) / part;
    if (!fs::is_directory(folder)) throw InputError("there is no folder " + folder.string());

    static const std::regex pattern(R"((-?\d{1,8})_c(\d{1,4})(s\d+)?([_.].*)?\.\w+)");
    std::vector<ReidImage> images;
    for (const auto& picture : picturesIn(folder)) {
        const std::string name = picture.filename().string();
        std::smatch match;
        if (!std::regex_match(name, match, pattern))
            throw InputError(picture.string() + " is not named like Market-1501's pictures (0002_c1s1_000451_03.jpg)");
        const int identity = std::stoi(match[1]);
        if (identity >= 0) images.push_back({picture.string(), identity, std::stoi(match[2])});
    }
    if (images.empty()) throw InputError("the folder " + folder.string() + " holds no picture of a person");
    return images;
}

}  // namespace brnpa::trainer

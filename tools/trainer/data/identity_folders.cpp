#include "data/identity_folders.hpp"

#include <filesystem>
#include <regex>

#include "common/errors.hpp"
#include "data/picture_files.hpp"

namespace brnpa::trainer {
namespace {

int cameraIn(const std::string& name) {
    static const std::regex pattern(R"((^|_)c(\d{1,4})(s\d+)?(_|\.))");
    std::smatch match;
    return std::regex_search(name, match, pattern) ? std::stoi(match[2]) : 0;
}

}  // namespace

std::vector<ReidImage> readIdentityFolders(const std::string& root) {
    if (!std::filesystem::is_directory(root)) throw InputError("there is no folder " + root);
    const auto strays = picturesIn(root);
    if (!strays.empty())
        throw InputError("the picture " + strays.front().string() +
                         " lies beside the people's folders: every picture belongs into the folder of its person");
    std::vector<ReidImage> images;
    int identity = 0;
    for (const auto& folder : foldersIn(root)) {
        const auto pictures = picturesIn(folder);
        for (const auto& picture : pictures)
            images.push_back({picture.string(), identity, cameraIn(picture.filename().string())});
        identity += pictures.empty() ? 0 : 1;
    }
    if (images.empty()) throw InputError("the folders in " + root + " hold no picture");
    return images;
}

}  // namespace brnpa::trainer

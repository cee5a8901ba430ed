#include "data/market1501.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "common/errors.hpp"
#include "data/picture_files.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

std::vector<int> sortedIdentities(const std::vector<ReidImage>& images) {
    std::set<int> identities;
    for (const auto& image : images)
        identities.insert(image.identity);
    return {identities.begin(), identities.end()};
}

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

ReidSplit splitByIdentity(const std::vector<ReidImage>& images, int every, int offset) {
    const auto identities = sortedIdentities(images);
    ReidSplit split;
    for (const auto& image : images) {
        const auto rank = std::lower_bound(identities.begin(), identities.end(), image.identity) - identities.begin();
        (rank % every == offset ? split.validation : split.train).push_back(image);
    }
    return split;
}

std::vector<int> denseLabels(const std::vector<ReidImage>& images) {
    const auto identities = sortedIdentities(images);
    std::vector<int> labels;
    labels.reserve(images.size());
    for (const auto& image : images)
        labels.push_back(static_cast<int>(std::lower_bound(identities.begin(), identities.end(), image.identity) -
                                          identities.begin()));
    return labels;
}

std::vector<std::size_t> queryIndices(const std::vector<ReidImage>& images) {
    std::map<std::pair<int, int>, std::size_t> first;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto [entry, isNew] = first.emplace(std::make_pair(images[i].identity, images[i].camera), i);
        if (!isNew && images[i].path < images[entry->second].path) entry->second = i;
    }
    std::vector<std::size_t> indices;
    indices.reserve(first.size());
    for (const auto& entry : first)
        indices.push_back(entry.second);
    return indices;
}

}  // namespace brnpa::trainer

#include "data/reid_split.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace brnpa::trainer {
namespace {

std::vector<int> sortedIdentities(const std::vector<ReidImage>& images) {
    std::set<int> identities;
    for (const auto& image : images)
        identities.insert(image.identity);
    return {identities.begin(), identities.end()};
}

}  // namespace

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

#include "data/pk_sampler.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "common/errors.hpp"
#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

using Group = std::vector<std::size_t>;

std::vector<Group> groupsOf(std::vector<std::size_t> images, std::size_t size, Random& random) {
    random.shuffle(images);
    std::vector<Group> groups;
    for (std::size_t begin = 0; begin < images.size(); begin += size) {
        Group group(images.begin() + static_cast<std::ptrdiff_t>(begin),
                    images.begin() + static_cast<std::ptrdiff_t>(std::min(begin + size, images.size())));
        while (group.size() < size)
            group.push_back(images[random.below(images.size())]);
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace

std::vector<std::vector<std::size_t>> pkBatches(const std::vector<int>& labels, int identities, int imagesPerIdentity,
                                                std::uint64_t seed) {
    Random random(seed);
    std::map<int, std::vector<std::size_t>> byIdentity;
    for (std::size_t i = 0; i < labels.size(); ++i)
        byIdentity[labels[i]].push_back(i);
    if (static_cast<int>(byIdentity.size()) < identities)
        throw InputError("a batch takes " + std::to_string(identities) + " people, the training part has only " +
                         std::to_string(byIdentity.size()));
    std::vector<std::vector<Group>> remaining;
    remaining.reserve(byIdentity.size());
    for (auto& entry : byIdentity)
        remaining.push_back(groupsOf(std::move(entry.second), static_cast<std::size_t>(imagesPerIdentity), random));

    std::vector<std::vector<std::size_t>> batches;
    while (true) {
        random.shuffle(remaining);
        std::stable_sort(remaining.begin(), remaining.end(),
                         [](const auto& a, const auto& b) { return a.size() > b.size(); });
        while (!remaining.empty() && remaining.back().empty())
            remaining.pop_back();
        if (static_cast<int>(remaining.size()) < identities) break;
        std::vector<std::size_t> batch;
        for (int i = 0; i < identities; ++i) {
            auto& groups = remaining[static_cast<std::size_t>(i)];
            batch.insert(batch.end(), groups.back().begin(), groups.back().end());
            groups.pop_back();
        }
        batches.push_back(std::move(batch));
    }
    random.shuffle(batches);
    return batches;
}

}  // namespace brnpa::trainer

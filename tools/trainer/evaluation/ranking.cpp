#include "evaluation/ranking.hpp"

#include <algorithm>

namespace brnpa::trainer {

bool isJunk(const PictureLabels& queries, std::size_t query, const PictureLabels& gallery, std::size_t picture) {
    if (!queries.picture.empty() && !gallery.picture.empty() && queries.picture[query] == gallery.picture[picture])
        return true;
    return queries.camera[query] != 0 && queries.camera[query] == gallery.camera[picture] &&
           queries.identity[query] == gallery.identity[picture];
}

std::vector<std::size_t> rankGallery(const float* distances, const PictureLabels& queries, std::size_t query,
                                     const PictureLabels& gallery) {
    std::vector<std::size_t> order;
    order.reserve(gallery.size());
    for (std::size_t g = 0; g < gallery.size(); ++g)
        if (!isJunk(queries, query, gallery, g)) order.push_back(g);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distances[a] < distances[b]; });
    return order;
}

std::vector<std::size_t> matchRanks(const std::vector<std::size_t>& ranking, int identity,
                                    const PictureLabels& gallery) {
    std::vector<std::size_t> ranks;
    for (std::size_t i = 0; i < ranking.size(); ++i)
        if (gallery.identity[ranking[i]] == identity) ranks.push_back(i + 1);
    return ranks;
}

}  // namespace brnpa::trainer

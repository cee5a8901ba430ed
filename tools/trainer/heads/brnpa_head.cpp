#include "heads/brnpa_head.hpp"

#include <stdexcept>
#include <string>
#include <vector>

namespace brnpa::trainer {

BrnpaOutput brnpaHead(const torch::Tensor& features, int numParts, double epsilon) {
    if (features.dim() != 4)
        throw std::invalid_argument("BR-NPA takes N x C x H x W features, not " + std::to_string(features.dim()) +
                                    " dimensions");
    const auto n = features.size(0), c = features.size(1), h = features.size(2), w = features.size(3);
    if (numParts < 1 || numParts > h * w)
        throw std::invalid_argument("num_parts is 1 to H * W = " + std::to_string(h * w) + ", not " +
                                    std::to_string(numParts));
    if (!(epsilon > 0)) throw std::invalid_argument("epsilon is greater than 0, not " + std::to_string(epsilon));

    // Pixels as rows: contiguous without a copy where the features are channels-last.
    const auto pixels = features.permute({0, 2, 3, 1}).reshape({n, h * w, c});
    const auto norms = pixels.norm(2, -1) + epsilon;  // N x P
    auto activity = norms.detach();
    std::vector<torch::Tensor> vectors, maps;
    for (int part = 0; part < numParts; ++part) {
        const auto seed = activity.argmax(1, /*keepdim=*/true);                        // N x 1
        const auto seedPixel = pixels.gather(1, seed.unsqueeze(2).expand({n, 1, c}));  // N x 1 x C
        const auto dots = pixels.matmul(seedPixel.transpose(1, 2)).squeeze(2);         // N x P
        const auto similarity = dots / (norms * norms.gather(1, seed));
        const auto sum = similarity.sum(1, /*keepdim=*/true);
        const auto isZero = sum == 0;
        const auto uniform = torch::full_like(similarity, 1.0 / static_cast<double>(h * w));
        const auto map = torch::where(isZero, uniform, similarity / sum.masked_fill(isZero, 1));
        vectors.push_back(map.unsqueeze(1).matmul(pixels).squeeze(1));
        maps.push_back(map);
        activity = activity * (1 - similarity.detach());
    }
    return {torch::cat(vectors, 1), torch::stack(maps, 1).reshape({n, numParts, h, w}), norms.reshape({n, 1, h, w})};
}

}  // namespace brnpa::trainer

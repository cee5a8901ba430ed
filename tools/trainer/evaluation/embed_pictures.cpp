#include "evaluation/embed_pictures.hpp"

#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/progress.hpp"
#include "data/image_store.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t batchSize = 64;

}  // namespace

cv::Mat pictureBlob(const ImageStore& store, const EmbedderDescription& description) {
    cv::Mat blob({static_cast<int>(store.size()), 3, store.height(), store.width()}, CV_32F);
    const std::size_t plane = store.imageBytes() / 3;
    for (std::size_t i = 0; i < store.size(); ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            const std::uint8_t* from = store.pixels(i) + (description.rgb ? c : 2 - c);
            float* to = blob.ptr<float>(static_cast<int>(i), static_cast<int>(c));
            const auto mean = static_cast<float>(description.mean[c]);
            const auto inverseStd = static_cast<float>(1 / description.std[c]);
            for (std::size_t p = 0; p < plane; ++p)
                to[p] = (static_cast<float>(from[3 * p]) - mean) * inverseStd;
        }
    }
    return blob;
}

cv::Mat embedPictures(Embedder& embedder, const std::vector<ReidImage>& images) {
    const EmbedderDescription& description = embedder.description();
    cv::Mat embeddings(static_cast<int>(images.size()), description.embeddingSize, CV_32F);
    Progress progress("embedding");
    for (std::size_t begin = 0; begin < images.size(); begin += batchSize) {
        const std::size_t end = std::min(begin + batchSize, images.size());
        const std::vector<ReidImage> batch(images.begin() + static_cast<std::ptrdiff_t>(begin),
                                           images.begin() + static_cast<std::ptrdiff_t>(end));
        const ImageStore store(batch, description.width, description.height);
        const cv::Mat found = embedder.embed(pictureBlob(store, description)).embedding;
        for (std::size_t i = begin; i < end; ++i) {
            const cv::Mat row = found.row(static_cast<int>(i - begin));
            if (!cv::checkRange(row))
                throw InputError(
                    fmt::format("the embedding of {} by {} is not finite", images[i].path, description.name));
            row.copyTo(embeddings.row(static_cast<int>(i)));
        }
        progress.update(static_cast<double>(end) / static_cast<double>(images.size()),
                        fmt::format("{} of {} pictures", end, images.size()));
    }
    return embeddings;
}

}  // namespace brnpa::trainer

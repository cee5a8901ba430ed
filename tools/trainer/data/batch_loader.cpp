#include "data/batch_loader.hpp"

namespace brnpa::trainer {
namespace {

torch::Tensor emptyImages(const PictureSource& source, std::size_t count) {
    const auto options = torch::TensorOptions().dtype(torch::kFloat32).memory_format(torch::MemoryFormat::ChannelsLast);
    return torch::empty({static_cast<std::int64_t>(count), 3, source.height(), source.width()}, options);
}

}  // namespace

BatchLoader::BatchLoader(const PictureSource& source, const std::vector<int>& labels,
                         std::vector<std::vector<std::size_t>> batches, std::size_t first,
                         const Augmentation& augmentation, const Normalization& normalization, std::uint64_t seed,
                         std::size_t threads)
    : source_(source),
      labels_(labels),
      batches_(std::move(batches)),
      augmentation_(augmentation),
      normalization_(normalization),
      seed_(seed),
      producer_(
          first, batches_.size(), [this](std::size_t number) { return make(number); }, threads) {}

Batch BatchLoader::make(std::size_t number) const {
    const auto& indices = batches_[number];
    Batch batch{emptyImages(source_, indices.size()),
                torch::empty({static_cast<std::int64_t>(indices.size())}, torch::kInt64)};
    float* pixels = batch.images.data_ptr<float>();
    auto* labels = batch.labels.data_ptr<std::int64_t>();
    std::vector<std::uint8_t> buffer;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        labels[i] = labels_.at(indices[i]);
        Random random(mixSeed(seed_, number, i));
        augment(source_.read(indices[i], buffer), source_.width(), source_.height(), augmentation_, normalization_,
                random, pixels + i * source_.imageBytes());
    }
    return batch;
}

torch::Tensor plainBatch(const PictureSource& source, const std::vector<std::size_t>& indices,
                         const Normalization& normalization) {
    auto images = emptyImages(source, indices.size());
    Random unused(0);
    std::vector<std::uint8_t> buffer;
    for (std::size_t i = 0; i < indices.size(); ++i)
        augment(source.read(indices[i], buffer), source.width(), source.height(), {}, normalization, unused,
                images.data_ptr<float>() + i * source.imageBytes());
    return images;
}

}  // namespace brnpa::trainer

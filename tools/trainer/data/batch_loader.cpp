#include "data/batch_loader.hpp"

#include <stdexcept>

namespace brnpa::trainer {
namespace {

constexpr std::size_t batchesAhead = 3;

torch::Tensor emptyImages(const ImageStore& store, std::size_t count) {
    const auto options = torch::TensorOptions().dtype(torch::kFloat32).memory_format(torch::MemoryFormat::ChannelsLast);
    return torch::empty({static_cast<std::int64_t>(count), 3, store.height(), store.width()}, options);
}

}  // namespace

BatchLoader::BatchLoader(const ImageStore& store, const std::vector<int>& labels,
                         std::vector<std::vector<std::size_t>> batches, std::size_t first,
                         const Augmentation& augmentation, const Normalization& normalization, std::uint64_t seed)
    : store_(store),
      labels_(labels),
      batches_(std::move(batches)),
      first_(first),
      augmentation_(augmentation),
      normalization_(normalization),
      seed_(seed),
      thread_(&BatchLoader::produce, this) {}

BatchLoader::~BatchLoader() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Batch BatchLoader::next() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (ready_.empty() && failure_) std::rethrow_exception(failure_);
    if (ready_.empty()) throw std::logic_error("the epoch has no further batch");
    Batch batch = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_all();
    return batch;
}

void BatchLoader::produce() {
    try {
        for (std::size_t number = first_; number < batches_.size(); ++number) {
            const auto& indices = batches_[number];
            Random random(mixSeed(seed_, number));
            Batch batch{emptyImages(store_, indices.size()),
                        torch::empty({static_cast<std::int64_t>(indices.size())}, torch::kInt64)};
            float* pixels = batch.images.data_ptr<float>();
            auto* labels = batch.labels.data_ptr<std::int64_t>();
            for (std::size_t i = 0; i < indices.size(); ++i) {
                labels[i] = labels_.at(indices[i]);
                augment(store_.pixels(indices[i]), store_.width(), store_.height(), augmentation_, normalization_,
                        random, pixels + i * store_.imageBytes());
            }
            std::unique_lock<std::mutex> lock(mutex_);
            changed_.wait(lock, [this] { return ready_.size() < batchesAhead || stop_; });
            if (stop_) return;
            ready_.push_back(std::move(batch));
            changed_.notify_all();
        }
        end(nullptr);
    } catch (...) {
        end(std::current_exception());
    }
}

void BatchLoader::end(std::exception_ptr failure) {
    const std::lock_guard<std::mutex> lock(mutex_);
    failure_ = std::move(failure);
    ended_ = true;
    changed_.notify_all();
}

torch::Tensor plainBatch(const ImageStore& store, const std::vector<std::size_t>& indices,
                         const Normalization& normalization) {
    auto images = emptyImages(store, indices.size());
    Random unused(0);
    for (std::size_t i = 0; i < indices.size(); ++i)
        augment(store.pixels(indices[i]), store.width(), store.height(), {}, normalization, unused,
                images.data_ptr<float>() + i * store.imageBytes());
    return images;
}

}  // namespace brnpa::trainer

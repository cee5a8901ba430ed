#include "data/batch_loader.hpp"

#include <stdexcept>

#include "common/parallel.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t spareBatches = 2;  // that lie ready while every thread makes another one

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
      ahead_(threadCount(threads) + spareBatches),
      toGive_(first),
      toMake_(first),
      start_(Clock::now()),
      lastGiven_(start_) {
    for (std::size_t i = 0; i < threadCount(threads); ++i)
        threads_.emplace_back(&BatchLoader::work, this);
}

BatchLoader::~BatchLoader() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

Batch BatchLoader::next() {
    const auto begin = Clock::now();
    Outcome outcome;
    {
        std::unique_lock<std::mutex> lock(mutex_);
        if (toGive_ >= batches_.size()) throw std::logic_error("the epoch has no further batch");
        changed_.wait(lock, [this] { return ready_.count(toGive_) > 0; });
        if (ready_.at(toGive_).failure) std::rethrow_exception(ready_.at(toGive_).failure);
        outcome = std::move(ready_.at(toGive_));
        ready_.erase(toGive_++);
    }
    changed_.notify_all();
    lastGiven_ = Clock::now();
    waited_ += lastGiven_ - begin;
    return outcome.batch;
}

double BatchLoader::waitingShare() const {
    const double whole = std::chrono::duration<double>(lastGiven_ - start_).count();
    return whole > 0 ? std::chrono::duration<double>(waited_).count() / whole : 0;
}

void BatchLoader::work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stop_ || toMake_ >= batches_.size() || toMake_ < toGive_ + ahead_; });
        if (stop_ || toMake_ >= batches_.size()) return;
        const std::size_t number = toMake_++;
        lock.unlock();
        Outcome outcome = make(number);
        lock.lock();
        // Behind a batch that failed there is nothing to give.
        if (outcome.failure) toMake_ = batches_.size();
        ready_.emplace(number, std::move(outcome));
        changed_.notify_all();
    }
}

BatchLoader::Outcome BatchLoader::make(std::size_t number) const {
    Outcome outcome;
    try {
        const auto& indices = batches_[number];
        outcome.batch.images = emptyImages(source_, indices.size());
        outcome.batch.labels = torch::empty({static_cast<std::int64_t>(indices.size())}, torch::kInt64);
        float* pixels = outcome.batch.images.data_ptr<float>();
        auto* labels = outcome.batch.labels.data_ptr<std::int64_t>();
        std::vector<std::uint8_t> buffer;
        for (std::size_t i = 0; i < indices.size(); ++i) {
            labels[i] = labels_.at(indices[i]);
            Random random(mixSeed(seed_, number, i));
            augment(source_.read(indices[i], buffer), source_.width(), source_.height(), augmentation_, normalization_,
                    random, pixels + i * source_.imageBytes());
        }
    } catch (...) {
        outcome.failure = std::current_exception();
    }
    return outcome;
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

#pragma once

#include <torch/torch.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "data/augmentation.hpp"
#include "data/image_store.hpp"

namespace brnpa::trainer {

//! Pictures as the network takes them, and their classes.
struct Batch {
    torch::Tensor images;  //!< N x 3 x H x W float32, channels-last in memory
    torch::Tensor labels;  //!< N, int64
};

/** Makes the batches of an epoch in a thread of its own, a few ahead of the training. */
class BatchLoader {
  public:
    /** @param store, labels outlive the loader.
        @param batches indices into the store, from pkBatches().
        @param first the batch to begin with, for a resumed epoch.
        @param seed every batch's variation depends on it and on the batch's number alone. */
    BatchLoader(const ImageStore& store, const std::vector<int>& labels, std::vector<std::vector<std::size_t>> batches,
                std::size_t first, const Augmentation& augmentation, const Normalization& normalization,
                std::uint64_t seed);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    //! The next batch. @throws std::logic_error behind the last one; what the thread threw, for example
    //! std::out_of_range for an index outside the labels.
    Batch next();

  private:
    void produce();
    void end(std::exception_ptr failure);

    const ImageStore& store_;
    const std::vector<int>& labels_;
    std::vector<std::vector<std::size_t>> batches_;
    std::size_t first_;
    Augmentation augmentation_;
    Normalization normalization_;
    std::uint64_t seed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> ready_;
    std::exception_ptr failure_;
    bool stop_ = false, ended_ = false;
    std::thread thread_;  // last: starts when everything else is there
};

/** Pictures without variation, for evaluation.
@param indices into the store. */
torch::Tensor plainBatch(const ImageStore& store, const std::vector<std::size_t>& indices,
                         const Normalization& normalization);

}  // namespace brnpa::trainer

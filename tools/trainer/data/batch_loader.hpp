#pragma once

#include <torch/torch.h>

#include <vector>

#include "data/augmentation.hpp"
#include "data/image_store.hpp"
#include "data/ordered_producer.hpp"

namespace brnpa::trainer {

//! Pictures as the network takes them, and their classes.
struct Batch {
    torch::Tensor images;  //!< N x 3 x H x W float32, channels-last in memory
    torch::Tensor labels;  //!< N, int64
};

/** Makes the batches of an epoch in threads of its own, a few ahead of the training, and hands them out in order.

How a picture is varied depends on the epoch's seed, the number of its batch and its place in the batch alone: any
number of threads, and an epoch begun in the middle, give the same bits. */
class BatchLoader {
  public:
    /** @param source, labels outlive the loader.
        @param batches indices into the source, from pkBatches().
        @param first the batch to begin with, for a resumed epoch.
        @param seed another one for every epoch.
        @param threads that make batches; 0: one for each processor. */
    BatchLoader(const PictureSource& source, const std::vector<int>& labels,
                std::vector<std::vector<std::size_t>> batches, std::size_t first, const Augmentation& augmentation,
                const Normalization& normalization, std::uint64_t seed, std::size_t threads = 0);

    //! The next batch. @throws std::logic_error behind the last one; at the place of a batch that failed what its
    //! thread threw, for example std::out_of_range for an index outside the labels or InputError for a picture that is
    //! gone.
    Batch next() { return producer_.next(); }

    //! 0..1: the time that next() waited for a batch, of the time from the construction to the end of the last next().
    //! Near 0 the network is what takes time, near 1 the pictures are.
    double waitingShare() const { return producer_.waitingShare(); }

    //! Most batches that are made or being made beyond those that next() gave.
    std::size_t ahead() const { return producer_.ahead(); }

  private:
    Batch make(std::size_t number) const;

    const PictureSource& source_;
    const std::vector<int>& labels_;
    std::vector<std::vector<std::size_t>> batches_;
    Augmentation augmentation_;
    Normalization normalization_;
    std::uint64_t seed_;
    OrderedProducer<Batch> producer_;  // last: its threads use the rest
};

/** Pictures without variation, for evaluation.
@param indices into the source. */
torch::Tensor plainBatch(const PictureSource& source, const std::vector<std::size_t>& indices,
                         const Normalization& normalization);

}  // namespace brnpa::trainer

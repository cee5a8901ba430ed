#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace brnpa::trainer {

/** The batches of one epoch for batch-hard triplets: P different identities with K images each.

Every identity's images are shuffled and cut into groups of K (the last group is filled up with images of the same
identity drawn again); every batch takes a group from each of P identities drawn at random, those with more groups left
first so that the epoch uses as many as possible. A function of its arguments alone, so that a resumed training sees the
same batches.

@param labels class 0, 1, ... of each image.
@param identities P, at most the number of classes.
@param imagesPerIdentity K.
@param seed another one for every epoch.
@return indices into labels, P * K a batch, images of an identity side by side.
@throws InputError when there are fewer than P classes.
*/
std::vector<std::vector<std::size_t>> pkBatches(const std::vector<int>& labels, int identities, int imagesPerIdentity,
                                                std::uint64_t seed);

}  // namespace brnpa::trainer

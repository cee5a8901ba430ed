#pragma once

#include <cstddef>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

//! Pictures of two disjoint sets of people.
struct ReidSplit {
    std::vector<ReidImage> train, validation;
};

/** Splits by identity: the identity with index i in the sorted list of identities validates where i % every == offset.
 */
ReidSplit splitByIdentity(const std::vector<ReidImage>& images, int every, int offset);

//! Classes 0, 1, ... of the identities in ascending order, one for each image.
std::vector<int> denseLabels(const std::vector<ReidImage>& images);

/** Query and gallery of a split without its own: the first picture (by file name) of every person in every camera asks,
all pictures are the gallery; the protocol takes the query's own camera out of the ranking. */
std::vector<std::size_t> queryIndices(const std::vector<ReidImage>& images);

}  // namespace brnpa::trainer

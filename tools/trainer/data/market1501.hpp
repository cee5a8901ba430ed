#pragma once

#include <string>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

/** Reads the names of one part of a data set in Market-1501's layout: PART/PPPP_cX..., where PPPP is the person and X
the camera, of one or more digits, as .jpg, .jpeg or .png. So are named Market-1501 (0002_c1s1_000451_03.jpg), DukeMTMC
(0001_c2_f0046182.jpg) and what follows them (0123_c15_0007.jpg).

@param root the data set's folder.
@param part bounding_box_train, query or bounding_box_test.
@return sorted by file name. Junk (-1) is left out; distractors (identity 0) are kept, and occur in bounding_box_test
only.
@throws InputError where the folder is missing, holds no picture, or a picture has another kind of name.
*/
std::vector<ReidImage> readMarket1501(const std::string& root, const std::string& part = "bounding_box_train");

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

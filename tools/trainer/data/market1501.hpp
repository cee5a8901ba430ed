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

}  // namespace brnpa::trainer

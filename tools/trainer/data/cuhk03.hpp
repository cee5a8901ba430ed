#pragma once

#include <string>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

/** Reads the names of CUHK03's pictures in one folder, PPPP_NN.jpg (or .jpeg, .png): person, then the picture's number,
00 to 04 from the first camera and 05 to 09 from the second.

@return sorted by file name, cameras 1 and 2.
@throws InputError where the folder is missing, holds no picture, or a picture has another kind of name.
*/
std::vector<ReidImage> readCuhk03(const std::string& folder);

//! Whether a file name is PPPP_NN with an ending.
bool isCuhk03Name(const std::string& name);

}  // namespace brnpa::trainer

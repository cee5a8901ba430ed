#pragma once

#include <string>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

/** Reads a folder that holds a folder for each person (or thing), under any name, with the pictures in it.

@return sorted by path. The identities are 0, 1, ... in the order of the folders' names; folders without a picture
have none. The camera is N where the picture's name has a part cN or cNsM between underscores (0002_c3s1_000451.jpg,
c3_17.png), else 0: unknown.
@throws InputError where the folder is missing, a picture lies beside the folders, or there is no picture.
*/
std::vector<ReidImage> readIdentityFolders(const std::string& root);

}  // namespace brnpa::trainer

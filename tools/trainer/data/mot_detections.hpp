#pragma once

#include <map>
#include <string>
#include <vector>

#include "data/person_pictures.hpp"

namespace brnpa::trainer {

/** Reads detections as MOTChallenge has them and `brnpa detect --format mot` writes them, a box a line: frame (from 1),
identity (unread), left, top, width and height in pixels, confidence 0..1; what follows is unread.

@return the boxes of each frame that has some.
@throws InputError that names file and line for fields that are missing, no numbers or out of range. */
std::map<int, std::vector<FoundPerson>> readMotDetections(const std::string& path);

}  // namespace brnpa::trainer

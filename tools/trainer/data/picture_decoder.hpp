#pragma once

#include <cstdint>
#include <string>

namespace brnpa::trainer {

/** Decodes a picture file and, where it has another size, scales it (area when shrinking, else bilinear).

@param target height x width x 3 bytes, R, G, B; undefined where the picture is broken.
@return empty, or what is wrong with the file as the rest of a sentence ("is empty").
*/
std::string decodePicture(const std::string& path, int width, int height, std::uint8_t* target);

}  // namespace brnpa::trainer

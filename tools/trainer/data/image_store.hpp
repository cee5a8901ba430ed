#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/market1501.hpp"

namespace brnpa::trainer {

/** Pictures decoded once, in memory: R, G, B bytes of one size, row by row. */
class ImageStore {
  public:
    /** Decodes and, where a picture has another size, scales (area when shrinking, else bilinear).
        @throws InputError that names a picture which cannot be decoded. */
    ImageStore(const std::vector<ReidImage>& images, int width, int height);

    std::size_t size() const { return pixels_.size() / imageBytes(); }
    int width() const { return width_; }
    int height() const { return height_; }
    std::size_t imageBytes() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3; }

    //! height x width x 3 bytes of picture `index`, R, G, B.
    const std::uint8_t* pixels(std::size_t index) const { return pixels_.data() + index * imageBytes(); }

  private:
    int width_, height_;
    std::vector<std::uint8_t> pixels_;
};

}  // namespace brnpa::trainer

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/picture_source.hpp"
#include "data/reid_image.hpp"

namespace brnpa::trainer {

/** Pictures decoded once, in memory. */
class ImageStore : public PictureSource {
  public:
    /** Decodes every picture; see decodePicture() for how it is scaled.
        @param threads 0: one for each processor.
        @throws InputError that names a picture which is broken; openPictures() leaves such ones out. */
    ImageStore(const std::vector<ReidImage>& images, int width, int height, std::size_t threads = 0);

    //! Takes pixels that were decoded: picture after picture.
    ImageStore(std::vector<std::uint8_t> pixels, int width, int height);

    std::size_t size() const override { return pixels_.size() / imageBytes(); }
    const std::uint8_t* read(std::size_t index, std::vector<std::uint8_t>&) const override { return pixels(index); }

    //! height x width x 3 bytes of picture `index`, R, G, B.
    const std::uint8_t* pixels(std::size_t index) const { return pixels_.data() + index * imageBytes(); }

  private:
    std::vector<std::uint8_t> pixels_;
};

}  // namespace brnpa::trainer

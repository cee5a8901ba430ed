#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

//! Pictures of one size, R, G, B bytes row by row. Threads may read at once.
class PictureSource {
  public:
    PictureSource(int width, int height) : width_(width), height_(height) {}
    virtual ~PictureSource() = default;
    PictureSource(const PictureSource&) = delete;
    PictureSource& operator=(const PictureSource&) = delete;

    virtual std::size_t size() const = 0;

    /** @param buffer may take the pixels; the caller keeps it for as long as it reads them.
        @return height x width x 3 bytes of picture `index`, in the buffer or in memory of the source.
        @throws InputError where the picture can no longer be read. */
    virtual const std::uint8_t* read(std::size_t index, std::vector<std::uint8_t>& buffer) const = 0;

    int width() const { return width_; }
    int height() const { return height_; }
    std::size_t imageBytes() const { return static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 3; }

  private:
    int width_, height_;
};

struct PictureOptions {
    std::optional<std::uint64_t> memoryLimit;  //!< MB (10^6 bytes); default: 60 % of what the system has available
    std::size_t threads = 0;                   //!< that decode; 0: one for each processor
};

//! The pictures that can be decoded.
struct OpenedPictures {
    std::vector<ReidImage> images;          //!< in the order given, without the broken ones
    std::unique_ptr<PictureSource> source;  //!< picture i is images[i]
    std::size_t broken = 0;                 //!< how many were left out
    bool inMemory = false;
};

/** Decodes every picture once, so that none is found broken in the middle of a training; keeps them in memory, or,
where they would take more than the limit, decodes them again whenever one is read. The first ten broken pictures are
named on stderr, and then their number.

@throws InputError where more than 5 % of the pictures are broken, or all of them. */
OpenedPictures openPictures(const std::vector<ReidImage>& images, int width, int height,
                            const PictureOptions& options = {});

}  // namespace brnpa::trainer

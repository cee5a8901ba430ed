#include "data/image_store.hpp"

#include "common/errors.hpp"
#include "common/parallel.hpp"
#include "data/picture_decoder.hpp"

namespace brnpa::trainer {

ImageStore::ImageStore(const std::vector<ReidImage>& images, int width, int height, std::size_t threads)
    : PictureSource(width, height) {
    pixels_.resize(images.size() * imageBytes());
    parallelFor(images.size(), threads, [&](std::size_t i) {
        const std::string fault = decodePicture(images[i].path, width, height, pixels_.data() + i * imageBytes());
        if (!fault.empty()) throw InputError("the picture " + images[i].path + " " + fault);
    });
}

ImageStore::ImageStore(std::vector<std::uint8_t> pixels, int width, int height)
    : PictureSource(width, height), pixels_(std::move(pixels)) {}

}  // namespace brnpa::trainer

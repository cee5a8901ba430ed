#include "data/image_files.hpp"

#include "common/errors.hpp"
#include "data/picture_decoder.hpp"

namespace brnpa::trainer {

ImageFiles::ImageFiles(const std::vector<ReidImage>& images, int width, int height) : PictureSource(width, height) {
    paths_.reserve(images.size());
    for (const auto& image : images)
        paths_.push_back(image.path);
}

const std::uint8_t* ImageFiles::read(std::size_t index, std::vector<std::uint8_t>& buffer) const {
    buffer.resize(imageBytes());
    const std::string fault = decodePicture(paths_[index], width(), height(), buffer.data());
    if (!fault.empty()) throw InputError("the picture " + paths_[index] + " " + fault);
    return buffer.data();
}

}  // namespace brnpa::trainer

#pragma once

#include <string>
#include <vector>

#include "data/picture_source.hpp"

namespace brnpa::trainer {

/** Pictures that are decoded whenever one is read, for sets that memory does not hold. */
class ImageFiles : public PictureSource {
  public:
    ImageFiles(const std::vector<ReidImage>& images, int width, int height);

    std::size_t size() const override { return paths_.size(); }
    const std::uint8_t* read(std::size_t index, std::vector<std::uint8_t>& buffer) const override;

  private:
    std::vector<std::string> paths_;
};

}  // namespace brnpa::trainer

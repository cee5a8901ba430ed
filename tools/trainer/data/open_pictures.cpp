#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "common/errors.hpp"
#include "common/memory.hpp"
#include "common/parallel.hpp"
#include "common/progress.hpp"
#include "data/image_files.hpp"
#include "data/image_store.hpp"
#include "data/picture_decoder.hpp"
#include "data/picture_source.hpp"

namespace brnpa::trainer {
namespace {

constexpr double memoryShare = 0.6;  // of what is available, by default
constexpr std::uint64_t bytesPerMegabyte = 1000000;
constexpr double largestBrokenShare = 0.05;
constexpr std::size_t namedBroken = 10;

std::uint64_t limitInBytes(const PictureOptions& options) {
    if (options.memoryLimit) return *options.memoryLimit * bytesPerMegabyte;
    return static_cast<std::uint64_t>(memoryShare * static_cast<double>(availableMemory()));
}

//! Decodes all; what is wrong with each picture, empty for the whole ones.
std::vector<std::string> decodeAll(const std::vector<ReidImage>& images, int width, int height, std::size_t threads,
                                   std::uint8_t* pixels, std::size_t imageBytes) {
    std::vector<std::string> faults(images.size());
    Progress progress("reading pictures");
    parallelFor(
        images.size(), threads,
        [&](std::size_t i) {
            std::vector<std::uint8_t> unkept(pixels == nullptr ? imageBytes : 0);
            std::uint8_t* target = pixels == nullptr ? unkept.data() : pixels + i * imageBytes;
            faults[i] = decodePicture(images[i].path, width, height, target);
        },
        [&](std::size_t done) {
            progress.update(static_cast<double>(done) / static_cast<double>(images.size()),
                            fmt::format("{} of {}", done, images.size()));
        });
    return faults;
}

//! Indices of the pictures that something is wrong with; names them on stderr.
std::vector<std::size_t> brokenOf(const std::vector<ReidImage>& images, const std::vector<std::string>& faults) {
    std::vector<std::size_t> broken;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (faults[i].empty()) continue;
        broken.push_back(i);
        if (broken.size() <= namedBroken) fmt::print(stderr, "left out: {} {}\n", images[i].path, faults[i]);
    }
    if (broken.size() > namedBroken)
        fmt::print(stderr, "left out: {} more broken pictures\n", broken.size() - namedBroken);
    return broken;
}

}  // namespace

OpenedPictures openPictures(const std::vector<ReidImage>& images, int width, int height,
                            const PictureOptions& options) {
    const std::size_t imageBytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
    OpenedPictures opened;
    opened.inMemory = images.size() * imageBytes <= limitInBytes(options);
    std::vector<std::uint8_t> pixels(opened.inMemory ? images.size() * imageBytes : 0);
    const auto faults =
        decodeAll(images, width, height, options.threads, opened.inMemory ? pixels.data() : nullptr, imageBytes);
    const auto broken = brokenOf(images, faults);
    opened.broken = broken.size();
    if (static_cast<double>(broken.size()) > largestBrokenShare * static_cast<double>(images.size()))
        throw InputError(fmt::format("{} of {} pictures are broken, the first is {}; at most {:.0f} % may be",
                                     broken.size(), images.size(), images[broken.front()].path,
                                     100 * largestBrokenShare));
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!faults[i].empty()) continue;
        const std::size_t place = opened.images.size();
        if (opened.inMemory && place != i)
            std::copy_n(pixels.data() + i * imageBytes, imageBytes, pixels.data() + place * imageBytes);
        opened.images.push_back(images[i]);
    }
    if (opened.inMemory) {
        pixels.resize(opened.images.size() * imageBytes);
        opened.source = std::make_unique<ImageStore>(std::move(pixels), width, height);
    } else {
        opened.source = std::make_unique<ImageFiles>(opened.images, width, height);
    }
    return opened;
}

}  // namespace brnpa::trainer

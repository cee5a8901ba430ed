#include "data/person_samples.hpp"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "common/errors.hpp"
#include "common/parallel.hpp"
#include "common/progress.hpp"

namespace brnpa::trainer {
namespace {

cv::Mat decoded(const PersonPicture& listed) {
    cv::Mat picture = cv::imread(listed.path, cv::IMREAD_COLOR);
    if (picture.empty()) throw InputError("the picture " + listed.path + " is missing or cannot be decoded");
    if (picture.cols != listed.width || picture.rows != listed.height)
        throw InputError(fmt::format("the picture {} has {} x {} pixels, but images.csv says {} x {}", listed.path,
                                     picture.cols, picture.rows, listed.width, listed.height));
    cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    return picture;
}

}  // namespace

PersonPictures openPersonPictures(const std::string& folder, PersonSplit split) {
    PersonPictures pictures;
    for (auto& picture : readPersonPictures(folder))
        if (split == PersonSplit::All || picture.validates == (split == PersonSplit::Validation))
            pictures.list.push_back(std::move(picture));
    if (pictures.list.empty())
        throw InputError(fmt::format("images.csv of {} has no picture of the split {}", folder,
                                     split == PersonSplit::Validation ? "val" : "train"));
    pictures.samples.resize(pictures.list.size());
    Progress progress("reading pictures");
    parallelFor(
        pictures.list.size(), 0,
        [&](std::size_t i) {
            pictures.samples[i] = {decoded(pictures.list[i]), pictures.list[i].boxes};
        },
        [&](std::size_t done) {
            progress.update(static_cast<double>(done) / static_cast<double>(pictures.list.size()),
                            fmt::format("{} of {}", done, pictures.list.size()));
        });
    return pictures;
}

}  // namespace brnpa::trainer

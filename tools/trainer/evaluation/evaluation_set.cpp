#include "evaluation/evaluation_set.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "common/errors.hpp"
#include "data/data_set.hpp"
#include "data/reid_split.hpp"

namespace brnpa::trainer {
namespace {

bool hasCamera(const ReidImage& image) {
    return image.camera != 0;
}

std::string crossCamera(const std::vector<ReidImage>& gallery) {
    const bool cameras = std::any_of(gallery.begin(), gallery.end(), hasCamera);
    return cameras ? "cross-camera, single query" : "single query";
}

//! Query and protocol of a set that has no queries of its own.
void chooseQueries(EvaluationSet& set) {
    for (const auto index : queryIndices(set.gallery))
        if (hasCamera(set.gallery[index])) set.query.push_back(set.gallery[index]);
    set.protocol = crossCamera(set.gallery) + ": ";
    if (!set.query.empty()) set.protocol += "the first picture of a person in each camera";
    const std::size_t inCameras = set.query.size();
    std::copy_if(set.gallery.begin(), set.gallery.end(), std::back_inserter(set.query),
                 [](const ReidImage& image) { return !hasCamera(image); });
    if (set.query.size() == inCameras) return;
    set.protocol += inCameras > 0 ? ", and every picture without a known camera" : "every picture";
}

}  // namespace

EvaluationSet readEvaluationSet(const std::string& data, EvaluationSplit split,
                                const std::optional<ValidationPeople>& validation) {
    EvaluationSet set;
    if (split == EvaluationSplit::Test) {
        DataSet query = readDataSet(data, "query"), gallery = readDataSet(data, "gallery");
        set = {gallery.name + ", test part", crossCamera(gallery.images), std::move(query.images),
               std::move(gallery.images)};
    } else if (split == EvaluationSplit::All) {
        DataSet all = readDataSet(data, "train");
        set = {all.name + ", all people of the training part", "", {}, std::move(all.images)};
        chooseQueries(set);
    } else {
        if (!validation) throw std::logic_error("validation people are wanted, but nobody said who they are");
        const DataSet all = readDataSet(data, "train");
        set = {all.name + ", validation people of the training part",
               "",
               {},
               splitByIdentity(all.images, validation->every, validation->offset).validation};
        if (set.gallery.empty()) throw InputError("the recipe's validation split of " + data + " is empty");
        chooseQueries(set);
    }
    return set;
}

}  // namespace brnpa::trainer

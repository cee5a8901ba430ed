#include "tasks/training_data.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/errors.hpp"
#include "data/data_set.hpp"
#include "data/reid_split.hpp"

namespace brnpa::trainer {
namespace {

//! How much of a set is among the pictures that are trained on.
TrainingOrigin::Set account(const DataSet& set, const std::map<std::string, int>& identities) {
    TrainingOrigin::Set result{set.name, 0, 0};
    std::set<int> people;
    for (const auto& image : set.images) {
        const auto found = identities.find(image.path);
        if (found == identities.end()) continue;
        ++result.pictures;
        people.insert(found->second);
    }
    result.people = people.size();
    return result;
}

}  // namespace

TrainingData readTrainingData(const std::vector<std::string>& data, const Recipe& recipe) {
    std::vector<DataSet> sets;
    sets.reserve(data.size());
    for (const auto& where : data)
        sets.push_back(readDataSet(where, "train"));
    const auto images = splitByIdentity(joinDataSets(sets), recipe.validation.every, recipe.validation.offset).train;
    if (images.empty()) throw InputError("the training part of " + data.at(0) + " is empty");

    TrainingData result;
    result.pictures = openPictures(images, recipe.input.width, recipe.input.height);
    result.labels = denseLabels(result.pictures.images);
    result.numClasses = 1 + *std::max_element(result.labels.begin(), result.labels.end());
    std::map<std::string, int> identities;
    for (const auto& image : result.pictures.images)
        identities.emplace(image.path, image.identity);
    result.sets.reserve(sets.size());
    for (const auto& set : sets)
        result.sets.push_back(account(set, identities));
    return result;
}

}  // namespace brnpa::trainer

#pragma once

#include <string>
#include <vector>

#include "data/picture_source.hpp"
#include "tasks/recipe.hpp"
#include "tasks/training_origin.hpp"

namespace brnpa::trainer {

//! What a network is trained on.
struct TrainingData {
    OpenedPictures pictures;
    std::vector<int> labels;  //!< class 0, 1, ... of each picture
    int numClasses = 0;       //!< people
    std::vector<TrainingOrigin::Set> sets;
};

/** Reads data sets, joins them, leaves out the validation people and the broken pictures.
@param data data sets for readDataSet(), at least one.
@throws InputError for data that do not fit or leave nobody to train on. */
TrainingData readTrainingData(const std::vector<std::string>& data, const Recipe& recipe);

}  // namespace brnpa::trainer

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "test/temporary_folder.hpp"

namespace brnpa::trainer {

constexpr int tinyPeople = 6, tinyPicturesPerPerson = 6;

//! Pictures of noise around one color a person, named as Market-1501 names them, in FOLDER/bounding_box_train.
void writeTinyMarket(const TemporaryFolder& folder);

//! A network of two stages for pictures of 16 x 32, and a training of two epochs.
nlohmann::json tinyRecipe();

}  // namespace brnpa::trainer

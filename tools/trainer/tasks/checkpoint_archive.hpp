#pragma once

#include <torch/torch.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "tasks/training_origin.hpp"
#include "tasks/training_position.hpp"
#include "tasks/weight_average.hpp"

namespace brnpa::trainer {

//! What the checkpoints of all tasks have in common: the parts of their archive.

//! @tparam Part a module or an optimizer.
template <class Part>
void writePart(torch::serialize::OutputArchive& archive, const char* key, const Part& part) {
    torch::serialize::OutputArchive content;
    part.save(content);
    archive.write(key, content);
}

/** Writes how far a training is.
@param average nullptr: there is none. */
void writeProgress(torch::serialize::OutputArchive& archive, const torch::optim::Optimizer& optimizer,
                   const WeightAverage* average, const TrainingPosition& position);

void writeAccount(torch::serialize::OutputArchive& archive, const nlohmann::json& recipe, const TrainingOrigin& origin);

//! @throws ResourceError when the disk refuses.
void saveArchive(const std::string& path, torch::serialize::OutputArchive& archive);

c10::IValue readValue(torch::serialize::InputArchive& archive, const char* key);
TrainingPosition readPosition(torch::serialize::InputArchive& archive);
TrainingOrigin readOrigin(torch::serialize::InputArchive& archive);
nlohmann::json readRecipeJson(torch::serialize::InputArchive& archive);

/** Opens a checkpoint for `read`.
@throws InputError when there is no such file or it is not a checkpoint of this program, and what `read` throws. */
void readArchive(const std::string& path, const std::function<void(torch::serialize::InputArchive&)>& read);

}  // namespace brnpa::trainer

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tasks/recipe_sections.hpp"

namespace brnpa::trainer {

//! How model.json begins whatever the task: schema, name, checksum, input.
nlohmann::ordered_json modelJsonHead(const std::string& name, const std::string& task, const std::string& onnx,
                                     const InputSettings& input);

//! How model.json ends whatever the task: recipe and licence.
void addModelJsonTail(nlohmann::ordered_json& json, const CardSettings& card);

}  // namespace brnpa::trainer

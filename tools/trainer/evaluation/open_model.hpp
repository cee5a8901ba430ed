#pragma once

#include <memory>
#include <optional>
#include <string>

#include "evaluation/embedder.hpp"
#include "evaluation/evaluation_set.hpp"

namespace brnpa::trainer {

//! A model that can be evaluated.
struct OpenedModel {
    std::unique_ptr<Embedder> embedder;
    std::optional<ValidationPeople> validation;  //!< none: nobody knows who was kept from the training
};

/** Opens a checkpoint (a file) or a model folder.
@param needsValidation also find out whom the training left out: of a model folder that is in the recipe.json beside the
model, where there is one. Otherwise that file is not read.
@throws InputError for what is neither, or does not fit. */
OpenedModel openModel(const std::string& path, bool needsValidation = true);

}  // namespace brnpa::trainer

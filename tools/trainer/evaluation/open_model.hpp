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

/** Opens a checkpoint (a file) or a model folder. Whom a model folder's training left out is in the recipe.json beside
the model, where there is one.
@throws InputError for what is neither, or does not fit. */
OpenedModel openModel(const std::string& path);

}  // namespace brnpa::trainer

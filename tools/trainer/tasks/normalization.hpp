#pragma once

#include "data/augmentation.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {

//! The recipe's mean and deviation as the loader wants them.
inline Normalization normalizationOf(const Recipe& recipe) {
    Normalization normalization{};
    for (std::size_t c = 0; c < 3; ++c) {
        normalization.mean[c] = static_cast<float>(recipe.input.mean[c]);
        normalization.inverseStd[c] = static_cast<float>(1 / recipe.input.std[c]);
    }
    return normalization;
}

}  // namespace brnpa::trainer

#include "evaluation/open_model.hpp"

#include <filesystem>

#include "common/errors.hpp"
#include "evaluation/model_folder_embedder.hpp"
#include "evaluation/network_embedder.hpp"
#include "tasks/checkpoint.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

ValidationPeople validationOf(const Recipe& recipe) {
    return {recipe.validation.every, recipe.validation.offset};
}

}  // namespace

OpenedModel openModel(const std::string& path, bool needsValidation) {
    if (!fs::exists(path)) throw InputError("there is no checkpoint or model folder " + path);
    OpenedModel model;
    if (fs::is_directory(path)) {
        model.embedder = std::make_unique<ModelFolderEmbedder>(path);
        const fs::path recipe = fs::path(path) / "recipe.json";
        if (needsValidation && fs::is_regular_file(recipe))
            model.validation = validationOf(readRecipe(recipe.string()));
    } else {
        const Checkpoint checkpoint = loadCheckpoint(path);
        model.embedder = std::make_unique<NetworkEmbedder>(checkpoint.deployed(), checkpoint.recipe);
        model.validation = validationOf(checkpoint.recipe);
    }
    return model;
}

}  // namespace brnpa::trainer

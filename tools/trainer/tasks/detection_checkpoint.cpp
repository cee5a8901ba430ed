#include "tasks/detection_checkpoint.hpp"

#include "tasks/checkpoint_archive.hpp"

namespace brnpa::trainer {
namespace {

DetectionNetwork networkOf(torch::serialize::InputArchive& archive, const char* key, const DetectionRecipe& recipe) {
    torch::serialize::InputArchive part;
    archive.read(key, part);
    DetectionNetwork network(recipe);
    network->load(part);
    return network;
}

}  // namespace

void saveDetectionCheckpoint(const std::string& path, const DetectionRecipe& recipe, const DetectionNetwork& network,
                             const LoopState& state, const TrainingOrigin& origin) {
    torch::serialize::OutputArchive archive;
    writePart(archive, "network", *network);
    writeProgress(archive, state.optimizer, state.average, state.position);
    writeAccount(archive, toJson(recipe), origin);
    saveArchive(path, archive);
}

DetectionCheckpoint loadDetectionCheckpoint(const std::string& path) {
    DetectionCheckpoint checkpoint;
    readArchive(path, [&](torch::serialize::InputArchive& archive) {
        checkpoint.position = readPosition(archive);
        checkpoint.recipe = parseDetectionRecipe(readRecipeJson(archive), "inside " + path);
        checkpoint.origin = readOrigin(archive);
        checkpoint.network = networkOf(archive, "network", checkpoint.recipe);
        if (checkpoint.recipe.optimizer.averageDecay > 0) {
            checkpoint.average = networkOf(archive, "average", checkpoint.recipe);
            checkpoint.averagedSteps = readValue(archive, "averaged_steps").toInt();
        }
        archive.read("optimizer", checkpoint.optimizer);
    });
    return checkpoint;
}

}  // namespace brnpa::trainer

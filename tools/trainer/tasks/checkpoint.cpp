#include "tasks/checkpoint.hpp"

#include "tasks/checkpoint_archive.hpp"

namespace brnpa::trainer {
namespace {

ReidNetwork networkOf(torch::serialize::InputArchive& archive, const char* key, const Recipe& recipe, int classes) {
    torch::serialize::InputArchive part;
    archive.read(key, part);
    ReidNetwork network(recipe, classes);
    network->load(part);
    return network;
}

}  // namespace

void saveCheckpoint(const std::string& path, const TrainingState& state) {
    torch::serialize::OutputArchive archive;
    writePart(archive, "network", *state.network);
    writePart(archive, "objective", *state.objective);
    writeProgress(archive, state.optimizer, state.average, state.position);
    archive.write("classes", c10::IValue(static_cast<std::int64_t>(state.network->numClasses())));
    writeAccount(archive, toJson(state.recipe), state.origin);
    saveArchive(path, archive);
}

Checkpoint loadCheckpoint(const std::string& path) {
    Checkpoint checkpoint;
    readArchive(path, [&](torch::serialize::InputArchive& archive) {
        checkpoint.position = readPosition(archive);
        checkpoint.recipe = parseRecipe(readRecipeJson(archive), "inside " + path);
        checkpoint.origin = readOrigin(archive);
        const auto classes = static_cast<int>(readValue(archive, "classes").toInt());
        checkpoint.network = networkOf(archive, "network", checkpoint.recipe, classes);
        if (checkpoint.recipe.optimizer.averageDecay > 0) {
            checkpoint.average = networkOf(archive, "average", checkpoint.recipe, classes);
            checkpoint.averagedSteps = readValue(archive, "averaged_steps").toInt();
        }
        archive.read("optimizer", checkpoint.optimizer);
        archive.read("objective", checkpoint.objective);
    });
    return checkpoint;
}

}  // namespace brnpa::trainer

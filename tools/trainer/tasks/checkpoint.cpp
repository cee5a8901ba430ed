#include "tasks/checkpoint.hpp"

#include <filesystem>
#include <sstream>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {

void saveCheckpoint(const std::string& path, const ReidNetwork& network, const torch::optim::Optimizer& optimizer,
                    const TrainingPosition& position, const Recipe& recipe) {
    torch::serialize::OutputArchive archive, networkArchive, optimizerArchive;
    network->save(networkArchive);
    optimizer.save(optimizerArchive);
    archive.write("network", networkArchive);
    archive.write("optimizer", optimizerArchive);
    archive.write("epoch", c10::IValue(position.epoch));
    archive.write("batch", c10::IValue(position.batch));
    archive.write("classes",
                  c10::IValue(network->classifier ? network->classifier->options.out_features() : std::int64_t{0}));
    archive.write("recipe", c10::IValue(recipe.source.dump()));
    std::ostringstream content;
    archive.save_to(content);
    writeFileAtomically(path, content.str());
}

Checkpoint loadCheckpoint(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) throw InputError("there is no checkpoint " + path);
    Checkpoint checkpoint;
    try {
        torch::serialize::InputArchive archive, networkArchive;
        archive.load_from(path);
        c10::IValue epoch, batch, classes, recipe;
        archive.read("epoch", epoch);
        archive.read("batch", batch);
        archive.read("classes", classes);
        archive.read("recipe", recipe);
        archive.read("network", networkArchive);
        archive.read("optimizer", checkpoint.optimizer);
        checkpoint.position = {epoch.toInt(), batch.toInt()};
        checkpoint.recipe = parseRecipe(nlohmann::json::parse(recipe.toStringRef()), "inside " + path);
        checkpoint.network = ReidNetwork(checkpoint.recipe, static_cast<int>(classes.toInt()));
        checkpoint.network->load(networkArchive);
    } catch (const c10::Error&) {
        throw InputError(path + " is not a checkpoint of this program");
    } catch (const nlohmann::json::exception&) {
        throw InputError(path + " is a checkpoint with a damaged recipe");
    }
    return checkpoint;
}

}  // namespace brnpa::trainer

#include "tasks/checkpoint.hpp"

#include <filesystem>
#include <sstream>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

template <class Module>
void write(OutputArchive& archive, const char* key, const Module& module) {
    OutputArchive part;
    module.save(part);
    archive.write(key, part);
}

c10::IValue value(InputArchive& archive, const char* key) {
    c10::IValue result;
    archive.read(key, result);
    return result;
}

ReidNetwork networkOf(InputArchive& archive, const char* key, const Recipe& recipe, int classes) {
    InputArchive part;
    archive.read(key, part);
    ReidNetwork network(recipe, classes);
    network->load(part);
    return network;
}

}  // namespace

void saveCheckpoint(const std::string& path, const TrainingState& state) {
    OutputArchive archive;
    write(archive, "network", *state.network);
    write(archive, "objective", *state.objective);
    write(archive, "optimizer", state.optimizer);
    if (state.average != nullptr) {
        write(archive, "average", *state.average->network());
        archive.write("averaged_steps", c10::IValue(state.average->steps()));
    }
    archive.write("epoch", c10::IValue(state.position.epoch));
    archive.write("batch", c10::IValue(state.position.batch));
    archive.write("step", c10::IValue(state.position.step));
    archive.write("best", c10::IValue(state.position.best));
    archive.write("classes", c10::IValue(static_cast<std::int64_t>(state.network->numClasses())));
    archive.write("origin", c10::IValue(nlohmann::json(state.origin).dump()));
    archive.write("recipe", c10::IValue(toJson(state.recipe).dump()));
    std::ostringstream content;
    archive.save_to(content);
    writeFileAtomically(path, content.str());
}

Checkpoint loadCheckpoint(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) throw InputError("there is no checkpoint " + path);
    Checkpoint checkpoint;
    try {
        InputArchive archive;
        archive.load_from(path);
        checkpoint.position = {value(archive, "epoch").toInt(), value(archive, "batch").toInt(),
                               value(archive, "step").toInt(), value(archive, "best").toDouble()};
        checkpoint.recipe =
            parseRecipe(nlohmann::json::parse(value(archive, "recipe").toStringRef()), "inside " + path);
        checkpoint.origin = nlohmann::json::parse(value(archive, "origin").toStringRef());
        const auto classes = static_cast<int>(value(archive, "classes").toInt());
        checkpoint.network = networkOf(archive, "network", checkpoint.recipe, classes);
        if (checkpoint.recipe.optimizer.averageDecay > 0) {
            checkpoint.average = networkOf(archive, "average", checkpoint.recipe, classes);
            checkpoint.averagedSteps = value(archive, "averaged_steps").toInt();
        }
        archive.read("optimizer", checkpoint.optimizer);
        archive.read("objective", checkpoint.objective);
    } catch (const c10::Error&) {
        throw InputError(path + " is not a checkpoint of this program");
    } catch (const nlohmann::json::exception&) {
        throw InputError(path + " is a checkpoint with a damaged recipe");
    }
    return checkpoint;
}

}  // namespace brnpa::trainer

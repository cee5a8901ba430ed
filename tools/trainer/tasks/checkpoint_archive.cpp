#include "tasks/checkpoint_archive.hpp"

#include <filesystem>
#include <sstream>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"
#include "tasks/checkpoint_task.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {

using torch::serialize::InputArchive;
using torch::serialize::OutputArchive;

void writeProgress(OutputArchive& archive, const torch::optim::Optimizer& optimizer, const WeightAverage* average,
                   const TrainingPosition& position) {
    writePart(archive, "optimizer", optimizer);
    if (average != nullptr) {
        writePart(archive, "average", average->network());
        archive.write("averaged_steps", c10::IValue(average->steps()));
    }
    archive.write("epoch", c10::IValue(position.epoch));
    archive.write("batch", c10::IValue(position.batch));
    archive.write("step", c10::IValue(position.step));
    archive.write("best", c10::IValue(position.best));
}

void writeAccount(OutputArchive& archive, const nlohmann::json& recipe, const TrainingOrigin& origin) {
    archive.write("origin", c10::IValue(nlohmann::json(origin).dump()));
    archive.write("recipe", c10::IValue(recipe.dump()));
}

void saveArchive(const std::string& path, OutputArchive& archive) {
    std::ostringstream content;
    archive.save_to(content);
    writeFileAtomically(path, content.str());
}

c10::IValue readValue(InputArchive& archive, const char* key) {
    c10::IValue result;
    archive.read(key, result);
    return result;
}

TrainingPosition readPosition(InputArchive& archive) {
    return {readValue(archive, "epoch").toInt(), readValue(archive, "batch").toInt(),
            readValue(archive, "step").toInt(), readValue(archive, "best").toDouble()};
}

TrainingOrigin readOrigin(InputArchive& archive) {
    return nlohmann::json::parse(readValue(archive, "origin").toStringRef());
}

nlohmann::json readRecipeJson(InputArchive& archive) {
    return nlohmann::json::parse(readValue(archive, "recipe").toStringRef());
}

void readArchive(const std::string& path, const std::function<void(InputArchive&)>& read) {
    if (!std::filesystem::is_regular_file(path)) throw InputError("there is no checkpoint " + path);
    try {
        InputArchive archive;
        archive.load_from(path);
        read(archive);
    } catch (const c10::Error&) {
        throw InputError(path + " is not a checkpoint of this program");
    } catch (const nlohmann::json::exception&) {
        throw InputError(path + " is a checkpoint with a damaged recipe");
    }
}

std::string checkpointTask(const std::string& path) {
    std::string task;
    readArchive(path, [&](InputArchive& archive) { task = taskOf(readRecipeJson(archive), "inside " + path); });
    return task;
}

}  // namespace brnpa::trainer

#include "evaluation/evaluate_command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "common/errors.hpp"
#include "evaluation/evaluate.hpp"
#include "evaluation/open_model.hpp"

namespace brnpa::trainer {
namespace {

EvaluationSplit splitOf(const EvaluateCommand& command, std::size_t index) {
    if (command.splits.empty()) return index == 0 ? EvaluationSplit::Validation : EvaluationSplit::All;
    return command.splits[command.splits.size() == 1 ? 0 : index];
}

std::string stripsOf(const EvaluateCommand& command, std::size_t index) {
    if (command.strips.empty() || command.data.size() == 1) return command.strips;
    return (std::filesystem::path(command.strips) / fmt::format("data-{}", index + 1)).string();
}

std::string describe(const EmbedderDescription& model) {
    return fmt::format("{}: pictures of {} x {}, embedding of {} numbers, {} distance\n", model.name, model.width,
                       model.height, model.embeddingSize, model.metric == Metric::Cosine ? "cosine" : "Euclidean");
}

}  // namespace

void runEvaluate(const EvaluateCommand& command) {
    bool needsValidation = false;
    for (std::size_t i = 0; i < command.data.size(); ++i)
        needsValidation = needsValidation || splitOf(command, i) == EvaluationSplit::Validation;
    const OpenedModel model = openModel(command.model, needsValidation);
    if (needsValidation && !model.validation)
        throw InputError(
            fmt::format("{} has no recipe.json that says who was kept from the training: give --split "
                        "test or --split all",
                        command.model));
    // All are read before the first is measured: a mistake in the last path should not cost the time for the others.
    std::vector<EvaluationSet> sets;
    sets.reserve(command.data.size());
    for (std::size_t i = 0; i < command.data.size(); ++i)
        sets.push_back(readEvaluationSet(command.data[i], splitOf(command, i), model.validation));

    const EmbedderDescription& description = model.embedder->description();
    nlohmann::ordered_json json{{"model", description.name}, {"evaluations", nlohmann::ordered_json::array()}};
    if (!command.json) std::fputs(describe(description).c_str(), stdout);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const Evaluation evaluation =
            evaluate(*model.embedder, sets[i], {command.rerank, stripsOf(command, i), command.stripsCount});
        if (command.json) {
            json["evaluations"].push_back(toJson(evaluation));
            json["evaluations"].back()["data"] = command.data[i];
        } else {
            std::fputs(("\n" + toTable(evaluation)).c_str(), stdout);
            std::fflush(stdout);
        }
    }
    if (command.json) std::puts(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace brnpa::trainer

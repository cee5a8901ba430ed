#include "export/model_json.hpp"

#include "export/sha256.hpp"

namespace brnpa::trainer {
namespace {

constexpr int writtenSchema = 1;

}  // namespace

nlohmann::ordered_json modelJsonHead(const std::string& name, const std::string& task, const std::string& onnx,
                                     const InputSettings& input) {
    return {{"schema_version", writtenSchema},
            {"name", name},
            {"task", task},
            {"sha256", sha256(onnx)},
            {"input",
             {{"width", input.width},
              {"height", input.height},
              {"channels", "RGB"},
              {"mean", input.mean},
              {"std", input.std}}}};
}

void addModelJsonTail(nlohmann::ordered_json& json, const CardSettings& card) {
    json["recipe"] = "recipe.json";
    json["licence"] = card.licence.empty() ? "not stated" : card.licence;
}

}  // namespace brnpa::trainer

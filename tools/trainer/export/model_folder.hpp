#pragma once

#include <optional>
#include <string>

#include "evaluation/evaluation.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {

struct OpencvCheck;

struct ExportOptions {
    std::string checkpoint;  //!< file that a training wrote
    std::string data;  //!< data set in Market-1501's layout; empty: no figures, no thresholds, checked on random input
    bool standardOps = false;  //!< also write model-standard-ops.onnx, for runtimes without the BRNPA layer
    std::string output;        //!< the model folder; replaced as a whole, and only by one that passed the check
};

/** Writes a model folder: model.onnx, model.json, MODEL_CARD.md, recipe.json.

@throws InputError when the checkpoint or the data do not fit, or cv::dnn gives other numbers than LibTorch;
ResourceError when the disk refuses. Either way nothing new is under the final name.
*/
void exportModelFolder(const ExportOptions& options);

//! model.json as programs read it. @param onnx the content of model.onnx.
nlohmann::ordered_json modelJson(const Recipe& recipe, const std::string& onnx,
                                 const std::optional<Evaluation>& evaluation);

//! MODEL_CARD.md.
std::string modelCard(const Recipe& recipe, const std::string& onnx, const std::optional<Evaluation>& evaluation,
                      const OpencvCheck& check);

}  // namespace brnpa::trainer

#pragma once

#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "tasks/recipe.hpp"
#include "tasks/training_origin.hpp"

namespace brnpa::trainer {

struct OpencvCheck;

struct ExportOptions {
    std::string checkpoint;  //!< file that a training wrote
    //! Data sets to measure on: the first of the training, by its validation people; the others, unknown to the
    //! network, by everybody. Empty: no figures, no thresholds, checked on random input.
    std::vector<std::string> data;
    bool standardOps = false;  //!< also write model-standard-ops.onnx, for runtimes without the BRNPA layer
    std::string output;        //!< the model folder; replaced as a whole, and only by one that passed the check
};

/** Writes a model folder: model.onnx, model.json, MODEL_CARD.md, recipe.json.

@throws InputError when the checkpoint or the data do not fit, or cv::dnn gives other numbers than LibTorch;
ResourceError when the disk refuses. Either way nothing new is under the final name.
*/
void exportModelFolder(const ExportOptions& options);

//! What a model folder tells of a model.
struct ModelAccount {
    const Recipe& recipe;
    const TrainingOrigin& origin;
    std::int64_t epochs;                  //!< that were done when the weights were taken
    const std::string& onnx;              //!< content of model.onnx
    std::vector<Evaluation> evaluations;  //!< at home first
};

//! model.json as programs read it.
nlohmann::ordered_json modelJson(const ModelAccount& account);

//! MODEL_CARD.md.
std::string modelCard(const ModelAccount& account, const OpencvCheck& check);

}  // namespace brnpa::trainer

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "evaluation/detector_evaluation.hpp"
#include "tasks/detection_recipe.hpp"
#include "tasks/training_origin.hpp"

namespace brnpa::trainer {

struct ExportDetectorOptions {
    std::string checkpoint;  //!< file that a training wrote
    std::string data;        //!< data set to measure on, by its split val; empty: no figures, checked on noise
    std::string output;      //!< the model folder; replaced as a whole, and only by one that passed the check
};

/** Writes a detector's model folder: model.onnx, model.json, MODEL_CARD.md, recipe.json. The exported model is compared
with LibTorch through cv::dnn at two sizes of the input.

@throws InputError when the checkpoint or the data do not fit, or cv::dnn gives other numbers than LibTorch;
ResourceError when the disk refuses. Either way nothing new is under the final name. */
void exportDetectorFolder(const ExportDetectorOptions& options);

//! What an exported detector gives in cv::dnn, against LibTorch.
struct DetectorCheck {
    std::string opencvVersion;
    double error = 0;         //!< largest |difference| / max(1, largest |number|)
    double milliseconds = 0;  //!< median processor time of a picture at the default size, on one thread
};

//! What a detector's model folder tells.
struct DetectorAccount {
    const DetectionRecipe& recipe;
    const TrainingOrigin& origin;
    std::int64_t epochs;  //!< that were done when the weights were taken
    const std::string& onnx;
    std::optional<DetectionEvaluation> evaluation;
};

//! model.json as programs read it.
nlohmann::ordered_json detectorJson(const DetectorAccount& account);

//! MODEL_CARD.md.
std::string detectorCard(const DetectorAccount& account, const DetectorCheck& check);

}  // namespace brnpa::trainer

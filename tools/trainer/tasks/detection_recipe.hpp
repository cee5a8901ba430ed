#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "data/mosaic.hpp"
#include "tasks/recipe_sections.hpp"

namespace brnpa::trainer {

/** Everything that a training of task "detect" depends on besides the data and the initial weights; read from a JSON
file.

The members have the names of the file's keys; README.md of the trainer documents them with their ranges.
*/
struct DetectionRecipe {
    std::string name;  //!< of the model folder
    InputSettings input{416, 320};
    BackboneSettings backbone;
    struct {
        int channels = 64;
    } pyramid;
    struct {
        int depth = 2;  //!< depthwise-separable convolutions of each branch
    } head;
    struct {
        double score = 0.3;    //!< lowest that the runtime keeps, by default
        double overlap = 0.5;  //!< IoU from which non-maximum suppression drops the lesser box
    } detection;
    struct {
        int interval = 5;  //!< epochs between two validations
    } validation;
    struct {
        int batch = 16;
        int accumulate = 1;             //!< batches whose gradients make one step
        double balance = 0;             //!< of the sources (drawDeck())
        int width = 320, height = 256;  //!< of the mosaics, pixels
    } sampler;
    struct {
        Mosaic mosaic;
        int wholeEpochs = 4;  //!< the last ones, which see whole pictures at the input's size
    } augmentation;
    struct {
        double box = 5, objectness = 1, classes = 1;
    } loss;
    OptimizerSettings optimizer;
    ScheduleSettings schedule;
    CardSettings card;
    int seed = 1;
};

//! Strides of the output's levels.
inline const std::vector<int> detectionStrides{8, 16, 32};

/** @throws InputError in one sentence: an unknown or missing key, a value of a wrong type or out of range.
@param what names the recipe in messages. */
DetectionRecipe parseDetectionRecipe(const nlohmann::json& json, const std::string& what);

/** Every setting with its value, defaults included. Parsed again it is the same recipe. */
nlohmann::ordered_json toJson(const DetectionRecipe& recipe);

}  // namespace brnpa::trainer

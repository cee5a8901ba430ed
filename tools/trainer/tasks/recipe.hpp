#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/color_jitter.hpp"
#include "data/scale_crop.hpp"
#include "tasks/recipe_sections.hpp"

namespace brnpa::trainer {

/** Everything that a training of task "reid" depends on besides the data, the initial weights and the teacher; read
from a JSON file.

The members have the names of the file's keys; README.md of the trainer documents them with their ranges.
*/
struct Recipe {
    std::string name;  //!< of the model folder
    InputSettings input;
    BackboneSettings backbone;
    struct {
        std::vector<int> stages;  //!< whose features the top-down pathway adds, besides the last; empty: no pyramid
        int channels = 128;
    } pyramid;
    struct {
        std::string type = "brnpa";               //!< or "average", "bilinear"
        int channels = 256;                       //!< C of the features that the head groups
        int numParts = 3;                         //!< K
        double epsilon = 1e-5;                    //!< of BR-NPA
        std::vector<std::vector<int>> auxiliary;  //!< classifiers on subsets of the K vectors, counted from 1
    } head;
    struct {
        int every = 7, offset = 3;  //!< identity number i of the sorted list validates where i % every == offset
        int interval = 5;           //!< epochs between two validations
    } validation;
    struct {
        int identities = 16, imagesPerIdentity = 4;  //!< P and K of a batch
        int accumulate = 1;                          //!< batches whose gradients make one step
    } sampler;
    struct {
        double flip = 0.5;   //!< probability
        int pad = 8;         //!< pixels on every side before the random crop
        double erase = 0.5;  //!< probability
        ColorJitter colors;
        ScaleCrop scaleCrop;
    } augmentation;
    struct {
        double labelSmoothing = 0.1;
        double tripletMargin = 0.3;  //!< Euclidean distance; 0: the soft margin log(1 + exp(x))
        double tripletWeight = 1;
        double centerWeight = 0, centerRate = 0.5;
        double circleWeight = 0, circleMargin = 0.25, circleScale = 64;
    } loss;
    struct {
        double weight = 0.5;            //!< a of loss = (1 - a) CE + a T^2 KL
        double temperature = 4;         //!< T
        double relationWeight = 0;      //!< of the squared difference of the batch's cosine similarities
        bool startFromTeacher = true;   //!< take the teacher's weights where the shapes agree
        std::string targets = "batch";  //!< or "stored"
    } distillation;
    OptimizerSettings optimizer;
    ScheduleSettings schedule;
    CardSettings card;
    std::string precision = "float32";  //!< or "bfloat16"
    int seed = 1;

    //! Numbers of the embedding: K * C, or C of an average.
    int embeddingSize() const { return head.channels * (head.type == "average" ? 1 : head.numParts); }
};

/** @throws InputError in one sentence: an unreadable file, an unknown or missing key, a value of a wrong type or out of
 * range. */
Recipe readRecipe(const std::string& path);

/** The JSON of a recipe of any task; comments are allowed.
@throws InputError for an unreadable file or one that is not JSON. */
nlohmann::json readRecipeFile(const std::string& path);

/** "reid" or "detect": the task of a recipe, reid where it names none.
@throws InputError for another one. */
std::string taskOf(const nlohmann::json& recipe, const std::string& what);

/** The same for JSON in memory; `what` names it in messages. */
Recipe parseRecipe(const nlohmann::json& json, const std::string& what);

/** Every setting with its value, defaults included. Parsed again it is the same recipe. */
nlohmann::ordered_json toJson(const Recipe& recipe);

}  // namespace brnpa::trainer

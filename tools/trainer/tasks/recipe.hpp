#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/color_jitter.hpp"
#include "data/scale_crop.hpp"

namespace brnpa::trainer {

/** Everything that a training depends on besides the data, the initial weights and the teacher; read from a JSON file.

The members have the names of the file's keys; README.md of the trainer documents them with their ranges.
*/
struct Recipe {
    std::string name;  //!< of the model folder
    struct {
        int width = 64, height = 128;                         //!< pixels
        std::array<double, 3> mean{123.675, 116.28, 103.53};  //!< R, G, B in 0..255: ImageNet's
        std::array<double, 3> std{58.395, 57.12, 57.375};
    } input;
    struct {
        std::string name = "mobilenet_v2";
        std::vector<int> strides;  //!< stem, then every stage that is kept
        int frozenStages = 0;
    } backbone;
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
    struct {
        std::string name = "adamw";  //!< or "sgd"
        double learningRate = 7e-4, headLearningRate = 1.4e-3, weightDecay = 0.01;
        double momentum = 0.9;    //!< of sgd, Nesterov's
        double clipNorm = 0;      //!< largest length of the whole gradient; 0: any
        double averageDecay = 0;  //!< of the moving average of the weights, which is what is kept; 0: none
    } optimizer;
    struct {
        std::string name = "cosine";  //!< or "multistep"
        double epochs = 8, warmUpEpochs = 1;
        std::vector<int> milestones;  //!< epochs, of multistep
        double gamma = 0.1;           //!< factor at each milestone
    } schedule;
    struct {
        std::string terms;    //!< of the data, in a sentence or two for MODEL_CARD.md
        std::string licence;  //!< of the weights, in a line for model.json
    } card;
    std::string precision = "float32";  //!< or "bfloat16"
    int seed = 1;

    //! Numbers of the embedding: K * C, or C of an average.
    int embeddingSize() const { return head.channels * (head.type == "average" ? 1 : head.numParts); }
};

/** @throws InputError in one sentence: an unreadable file, an unknown or missing key, a value of a wrong type or out of
 * range. */
Recipe readRecipe(const std::string& path);

/** The same for JSON in memory; `what` names it in messages. */
Recipe parseRecipe(const nlohmann::json& json, const std::string& what);

/** Every setting with its value, defaults included. Parsed again it is the same recipe. */
nlohmann::ordered_json toJson(const Recipe& recipe);

}  // namespace brnpa::trainer

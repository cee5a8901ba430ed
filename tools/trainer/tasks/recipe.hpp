#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace brnpa::trainer {

/** Everything that a training depends on besides the data and the initial weights; read from a JSON file.

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
        std::vector<int> strides;  //!< stem, then every stage that is kept
        int frozenStages = 0;
    } backbone;
    struct {
        int channels = 256;  //!< C of the features that BR-NPA groups
        int numParts = 3;    //!< K
        double epsilon = 1e-5;
    } head;
    struct {
        int every = 7, offset = 3;  //!< identity number i of the sorted list validates where i % every == offset
    } validation;
    struct {
        int identities = 16, imagesPerIdentity = 4;  //!< P and K of a batch
    } sampler;
    struct {
        double flip = 0.5;   //!< probability
        int pad = 8;         //!< pixels on every side before the random crop
        double erase = 0.5;  //!< probability
    } augmentation;
    struct {
        double labelSmoothing = 0.1;
        double tripletMargin = 0.3;  //!< Euclidean distance; 0: the soft margin log(1 + exp(x))
        double tripletWeight = 1;
    } loss;
    struct {
        double learningRate = 7e-4, headLearningRate = 1.4e-3, weightDecay = 0.01;  //!< AdamW
    } optimizer;
    struct {
        double epochs = 8, warmUpEpochs = 1;
    } schedule;
    std::string precision = "float32";  //!< or "bfloat16"
    std::uint64_t seed = 1;

    nlohmann::json source;  //!< the file as it was read

    int embeddingSize() const { return head.channels * head.numParts; }
};

/** @throws InputError in one sentence: an unreadable file, an unknown or missing key, a value of a wrong type or out of
 * range. */
Recipe readRecipe(const std::string& path);

/** The same for JSON in memory; `what` names it in messages. */
Recipe parseRecipe(const nlohmann::json& json, const std::string& what);

}  // namespace brnpa::trainer

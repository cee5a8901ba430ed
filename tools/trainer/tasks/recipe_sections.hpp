#pragma once

#include <array>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! Sections of a recipe that every task has; the members have the names of the file's keys.
struct InputSettings {
    int width = 64, height = 128;                         //!< pixels
    std::array<double, 3> mean{123.675, 116.28, 103.53};  //!< R, G, B in 0..255: ImageNet's
    std::array<double, 3> std{58.395, 57.12, 57.375};
};

struct BackboneSettings {
    std::string name = "mobilenet_v2";
    std::vector<int> strides;  //!< stem, then every stage that is kept
    int frozenStages = 0;
};

struct OptimizerSettings {
    std::string name = "adamw";  //!< or "sgd"
    double learningRate = 7e-4, headLearningRate = 1.4e-3, weightDecay = 0.01;
    double momentum = 0.9;    //!< of sgd, Nesterov's
    double clipNorm = 0;      //!< largest length of the whole gradient; 0: any
    double averageDecay = 0;  //!< of the moving average of the weights, which is what is kept; 0: none
};

struct ScheduleSettings {
    std::string name = "cosine";  //!< or "multistep"
    double epochs = 8, warmUpEpochs = 1;
    std::vector<int> milestones;  //!< epochs, of multistep
    double gamma = 0.1;           //!< factor at each milestone
};

struct CardSettings {
    std::string terms;    //!< of the data, in a sentence or two for MODEL_CARD.md
    std::string licence;  //!< of the weights, in a line for model.json
};

}  // namespace brnpa::trainer

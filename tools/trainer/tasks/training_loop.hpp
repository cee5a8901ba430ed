#pragma once

#include <torch/torch.h>

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tasks/recipe_sections.hpp"
#include "tasks/train.hpp"
#include "tasks/training_position.hpp"
#include "tasks/weight_average.hpp"

namespace brnpa::trainer {

//! What a task's batch gives the loop.
struct BatchLoss {
    torch::Tensor loss;
    std::optional<double> accuracy;  //!< 0..1
    std::map<std::string, double> terms;
    std::int64_t pictures = 0;
};

struct ValidationScore {
    double best = 0;                //!< 0..1: the highest so far keeps best.pt
    nlohmann::ordered_json record;  //!< for the log
    std::string text;               //!< for people, the end of a line: "validation mAP 70.1 %"
};

//! What the loop trains.
struct TrainedModules {
    std::shared_ptr<torch::nn::Module> network, backbone;
    std::shared_ptr<torch::nn::Module> objective;  //!< weights of the loss alone; empty: it has none
    std::shared_ptr<torch::nn::Module> average;    //!< of the network's weights; empty: none is kept
    std::int64_t averagedSteps = 0;
};

//! What the loop has to say in a checkpoint.
struct LoopState {
    const torch::optim::Optimizer& optimizer;
    const WeightAverage* average;  //!< nullptr: there is none
    TrainingPosition position;
};

//! What a training does besides going round: its network, its batches, its loss, its validation, its checkpoints.
class TrainingTask {
  public:
    virtual ~TrainingTask() = default;

    virtual TrainedModules modules() = 0;

    /** Makes ready for an epoch: networks in training mode, threads that make batches.
        @param firstBatch where a resumed epoch goes on.
        @return batches of the epoch.
        @throws InputError where there are none. */
    virtual std::size_t beginEpoch(std::int64_t epoch, std::size_t firstBatch) = 0;

    //! The loss of the epoch's next batch.
    virtual BatchLoss nextBatch() = 0;

    //! 0..1: the share of the epoch's time that nextBatch() waited for pictures.
    virtual double waitingShare() const = 0;

    virtual ValidationScore validate() = 0;

    //! @throws ResourceError when the disk refuses.
    virtual void save(const std::string& path, const LoopState& state) = 0;
};

struct LoopSettings {
    OptimizerSettings optimizer;
    ScheduleSettings schedule;
    int accumulate = 1;          //!< batches whose mean gradient makes one step
    int validationInterval = 1;  //!< epochs
    std::string output;          //!< folder of the run
};

/** Trains until the schedule ends: steps, learning rates, averaged weights, records, curves, checkpoints.
@param position where to begin.
@param optimizer its state there; nullptr: a new one.
@param shouldStop is asked before every step; true: writes a checkpoint and returns Interrupted.
@throws ResourceError when the disk refuses or the loss is no longer a number; what the task throws. */
TrainResult runTraining(TrainingTask& task, const LoopSettings& settings, const TrainingPosition& position,
                        torch::serialize::InputArchive* optimizer, const std::function<bool()>& shouldStop);

//! @throws InputError where the folder has a checkpoint already, which a new run would overwrite.
void requireNewRun(const std::string& folder);

//! A folder of a run, made where it is missing. @throws ResourceError where it cannot be.
void makeRunFolder(const std::string& folder);

//! @throws InputError for another name than cpu and cuda, or cuda where there is none.
torch::Device deviceNamed(const std::string& name);

}  // namespace brnpa::trainer

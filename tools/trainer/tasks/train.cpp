#include "tasks/train.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"
#include "common/progress.hpp"
#include "common/torch_compat.hpp"
#include "data/batch_loader.hpp"
#include "data/pk_sampler.hpp"
#include "losses/batch_hard_triplet.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"
#include "tasks/schedule.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

// Streams of random numbers that one seed gives.
constexpr std::uint64_t samplerStream = 1, augmentationStream = 2;

constexpr double smoothing = 0.95;  // of the loss and accuracy shown

void makeFolder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw ResourceError(fmt::format("cannot make the folder {}: {}", folder, error.message()));
}

std::vector<torch::Tensor> trainable(const torch::nn::Module& module) {
    std::vector<torch::Tensor> parameters;
    for (const auto& parameter : module.parameters())
        if (parameter.requires_grad()) parameters.push_back(parameter);
    return parameters;
}

class Trainer {
  public:
    Trainer(const TrainOptions& options, const std::function<bool()>& shouldStop)
        : options_(options),
          shouldStop_(shouldStop),
          recipe_(options.recipe),
          images_(
              splitByIdentity(readMarket1501(options.data), recipe_.validation.every, recipe_.validation.offset).train),
          labels_(denseLabels(images_)),
          checkpointPath_((fs::path(options.output) / "checkpoint.pt").string()),
          progress_("training") {
        if (images_.empty()) throw InputError("the training part of " + options.data + " is empty");
        if (!options.resume && fs::exists(checkpointPath_))
            throw InputError(checkpointPath_ + " exists: give --resume to go on from it, or another --output");
        makeFolder(options.output);
        numClasses_ = 1 + *std::max_element(labels_.begin(), labels_.end());
        torch::manual_seed(recipe_.seed);
        if (options.resume) {
            resume();
        } else {
            start();
        }
        crossEntropy_ = torch::nn::CrossEntropyLoss(
            torch::nn::CrossEntropyLossOptions().label_smoothing(recipe_.loss.labelSmoothing));
    }

    TrainResult run() {
        const ImageStore store(images_, recipe_.input.width, recipe_.input.height);
        progress_.note(fmt::format("{} images of {} people, {} x {}, embedding of {} numbers", images_.size(),
                                   numClasses_, recipe_.input.width, recipe_.input.height, recipe_.embeddingSize()));
        const auto epochs = static_cast<std::int64_t>(std::ceil(recipe_.schedule.epochs));
        while (position_.epoch < epochs) {
            if (!runEpoch(store)) {
                save();
                progress_.note(fmt::format("stopped; go on with --resume from {}", checkpointPath_));
                return TrainResult::Interrupted;
            }
            ++position_.epoch;
            position_.batch = 0;
            save();
            progress_.note(fmt::format("epoch {} of {}: loss {:.3f}, accuracy {:.1f} %", position_.epoch, epochs, loss_,
                                       100 * accuracy_));
            log();
        }
        return TrainResult::Finished;
    }

  private:
    void start() {
        network_ = ReidNetwork(recipe_, numClasses_);
        if (!options_.weights.empty()) network_->backbone->load(readLegacyWeights(options_.weights), options_.weights);
        makeOptimizer();
    }

    void resume() {
        Checkpoint checkpoint = loadCheckpoint(checkpointPath_);
        if (checkpoint.recipe.source != recipe_.source)
            throw InputError(checkpointPath_ + " was made with another recipe than the one given");
        network_ = checkpoint.network;
        if (network_->classifier->options.out_features() != numClasses_)
            throw InputError(fmt::format("{} was made with {} people, the data has {}", checkpointPath_,
                                         network_->classifier->options.out_features(), numClasses_));
        position_ = checkpoint.position;
        makeOptimizer();
        optimizer_->load(checkpoint.optimizer);
    }

    void makeOptimizer() {
        std::vector<torch::Tensor> backbone = trainable(*network_->backbone), head;
        for (const auto& parameter : trainable(*network_)) {
            const bool isBackbone =
                std::any_of(backbone.begin(), backbone.end(), [&](const auto& p) { return p.is_same(parameter); });
            if (!isBackbone) head.push_back(parameter);
        }
        auto options = [&](double rate) {
            return std::make_unique<torch::optim::AdamWOptions>(
                torch::optim::AdamWOptions(rate).weight_decay(recipe_.optimizer.weightDecay));
        };
        std::vector<torch::optim::OptimizerParamGroup> groups;
        groups.emplace_back(backbone, options(recipe_.optimizer.learningRate));
        groups.emplace_back(head, options(recipe_.optimizer.headLearningRate));
        optimizer_ = std::make_unique<torch::optim::AdamW>(groups);
    }

    void setLearningRate(double epoch) {
        const double factor = learningRateFactor(epoch, recipe_.schedule.epochs, recipe_.schedule.warmUpEpochs);
        const double rates[] = {recipe_.optimizer.learningRate, recipe_.optimizer.headLearningRate};
        for (std::size_t i = 0; i < 2; ++i)
            optimizer_->param_groups()[i].options().set_lr(factor * rates[i]);
    }

    //! False where it was stopped before its end.
    bool runEpoch(const ImageStore& store) {
        const auto epoch = static_cast<std::uint64_t>(position_.epoch);
        auto batches = pkBatches(labels_, recipe_.sampler.identities, recipe_.sampler.imagesPerIdentity,
                                 mixSeed(recipe_.seed, samplerStream, epoch));
        const auto numBatches = static_cast<std::int64_t>(batches.size());
        if (numBatches == 0) throw InputError("the training part has too few images for one batch");
        BatchLoader loader(store, labels_, std::move(batches), static_cast<std::size_t>(position_.batch),
                           augmentation(), normalizationOf(recipe_), mixSeed(recipe_.seed, augmentationStream, epoch));
        network_->train();
        while (position_.batch < numBatches) {
            if (shouldStop_()) return false;
            const double now = static_cast<double>(position_.epoch) +
                               static_cast<double>(position_.batch) / static_cast<double>(numBatches);
            // A schedule may end within an epoch.
            if (now >= recipe_.schedule.epochs) break;
            setLearningRate(now);
            step(loader.next());
            ++position_.batch;
            progress_.update(now / recipe_.schedule.epochs,
                             fmt::format("epoch {:.2f}, loss {:.3f}, accuracy {:.1f} %", now, loss_, 100 * accuracy_));
        }
        return true;
    }

    void step(const Batch& batch) {
        optimizer_->zero_grad();
        torch::Tensor loss;
        ReidOutput output;
        {
            const AutocastGuard autocast(recipe_.precision == "bfloat16");
            output = network_->forward(batch.images);
        }
        loss = crossEntropy_(output.logits.to(torch::kFloat32), batch.labels);
        if (recipe_.loss.tripletWeight > 0)
            loss = loss + recipe_.loss.tripletWeight *
                              batchHardTriplet(output.pooled, batch.labels, recipe_.loss.tripletMargin);
        loss.backward();
        optimizer_->step();
        const double value = loss.item<double>();
        if (!std::isfinite(value)) throw ResourceError("the loss is no longer a number; try a lower learning rate");
        const double accuracy = output.logits.argmax(1).eq(batch.labels).to(torch::kFloat64).mean().item<double>();
        loss_ = steps_ == 0 ? value : smoothing * loss_ + (1 - smoothing) * value;
        accuracy_ = steps_ == 0 ? accuracy : smoothing * accuracy_ + (1 - smoothing) * accuracy;
        ++steps_;
    }

    Augmentation augmentation() const {
        return {recipe_.augmentation.flip, recipe_.augmentation.pad, recipe_.augmentation.erase};
    }

    void save() const { saveCheckpoint(checkpointPath_, network_, *optimizer_, position_, recipe_); }

    void log() const {
        std::ofstream file(fs::path(options_.output) / "log.jsonl", std::ios::app);
        file << nlohmann::json{{"epoch", position_.epoch}, {"loss", loss_}, {"accuracy", accuracy_}}.dump() << '\n';
        if (!file.flush()) throw ResourceError("cannot write " + options_.output + "/log.jsonl");
    }

    const TrainOptions& options_;
    const std::function<bool()>& shouldStop_;
    const Recipe& recipe_;
    std::vector<ReidImage> images_;
    std::vector<int> labels_;
    std::string checkpointPath_;
    Progress progress_;
    int numClasses_ = 0;
    ReidNetwork network_{nullptr};
    std::unique_ptr<torch::optim::AdamW> optimizer_;
    torch::nn::CrossEntropyLoss crossEntropy_{nullptr};
    TrainingPosition position_;
    double loss_ = 0, accuracy_ = 0;
    std::int64_t steps_ = 0;
};

}  // namespace

TrainResult train(const TrainOptions& options, const std::function<bool()>& shouldStop) {
    return Trainer(options, shouldStop).run();
}

}  // namespace brnpa::trainer

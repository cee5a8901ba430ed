#include "tasks/train.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>

#include "backbones/weights_file.hpp"
#include "common/atomic_file.hpp"
#include "common/errors.hpp"
#include "common/progress.hpp"
#include "common/torch_compat.hpp"
#include "data/batch_loader.hpp"
#include "data/pk_sampler.hpp"
#include "evaluation/evaluate.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"
#include "tasks/training_data.hpp"
#include "tasks/training_loop.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

// Streams of random numbers that one seed gives.
constexpr std::uint64_t samplerStream = 1, augmentationStream = 2;

//! Re-identification: a network that embeds people, batches of P people with K pictures each.
class ReidTraining : public TrainingTask {
  public:
    explicit ReidTraining(const TrainOptions& options)
        : options_(options),
          recipe_(options.recipe),
          device_(deviceNamed(options.device)),
          // First what is read quickly: a mistake there should not wait for the pictures.
          weights_(options.weights.empty() || options.resume ? NamedTensors{} : readWeights(options.weights)),
          data_(readTrainingData(options.data, recipe_)) {
        makeRunFolder(options.output);
        torch::manual_seed(static_cast<std::uint64_t>(recipe_.seed));
        if (!options.teacher.empty()) teacher_.emplace(options.teacher, recipe_, data_.numClasses, device_);
        options.resume ? resume() : start();
        network_->to(device_);
        objective_->to(device_);
        if (average_) average_->to(device_);
        fmt::print(stderr, "{} images of {} people, {} x {}{}, embedding of {} numbers\n", data_.labels.size(),
                   data_.numClasses, recipe_.input.width, recipe_.input.height,
                   data_.pictures.inMemory ? "" : ", too many for the memory: read again in every epoch",
                   recipe_.embeddingSize());
        if (teacherTeaches() && recipe_.distillation.targets == "stored") storeTargets();
    }

    const TrainingPosition& position() const { return position_; }

    //! Of the checkpoint that the training goes on from; nullptr: there is none.
    torch::serialize::InputArchive* optimizer() { return optimizer_.get(); }

    TrainedModules modules() override {
        return {network_.ptr(), network_->backbone.ptr(), objective_.ptr(), average_ ? average_.ptr() : nullptr,
                averagedSteps_};
    }

    std::size_t beginEpoch(std::int64_t number, std::size_t firstBatch) override {
        const auto seed = static_cast<std::uint64_t>(recipe_.seed);
        const auto epoch = static_cast<std::uint64_t>(number);
        batches_ = pkBatches(data_.labels, recipe_.sampler.identities, recipe_.sampler.imagesPerIdentity,
                             mixSeed(seed, samplerStream, epoch));
        const auto accumulate = static_cast<std::size_t>(recipe_.sampler.accumulate);
        batches_.resize(batches_.size() / accumulate * accumulate);
        if (batches_.empty()) throw InputError("the training part has too few images for one step");
        batch_ = firstBatch;
        loader_.emplace(*data_.pictures.source, data_.labels, batches_, firstBatch, augmentation(),
                        normalizationOf(recipe_), mixSeed(seed, augmentationStream, epoch));
        network_->train();
        objective_->train();
        return batches_.size();
    }

    BatchLoss nextBatch() override {
        const Batch batch = loader_->next();
        const auto images = batch.images.to(device_), labels = batch.labels.to(device_);
        ReidOutput output;
        {
            const AutocastGuard autocast(recipe_.precision == "bfloat16", device_);
            output = network_->forward(images);
        }
        const auto taught = teacherOutput(images, batches_[batch_++]);
        const auto loss = objective_->forward(output, labels, taught ? &*taught : nullptr);
        const double accuracy = output.logits.argmax(1).eq(labels).to(torch::kFloat64).mean().item<double>();
        return {loss, accuracy, objective_->terms(), labels.size(0)};
    }

    double waitingShare() const override { return loader_ ? loader_->waitingShare() : 0; }

    ValidationScore validate() override {
        ReidNetwork network = average_ ? average_ : network_;
        const auto ranking = evaluate(network, recipe_, options_.data.at(0), EvaluationSplit::Validation).ranking;
        return {ranking.meanAveragePrecision,
                {{"rank1", ranking.rank1}, {"mAP", ranking.meanAveragePrecision}},
                fmt::format("validation rank-1 {:.1f} %, mAP {:.1f} %", 100 * ranking.rank1,
                            100 * ranking.meanAveragePrecision)};
    }

    void save(const std::string& path, const LoopState& state) override {
        saveCheckpoint(path,
                       {recipe_, network_, objective_, state.optimizer, state.average, state.position,
                        TrainingOrigin{data_.sets, weightsName_, teacher_ ? teacher_->name() : "", startedFrom_}});
    }

  private:
    std::string file(const char* name) const { return (fs::path(options_.output) / name).string(); }

    void start() {
        network_ = ReidNetwork(recipe_, data_.numClasses);
        objective_ = Objective(recipe_, data_.numClasses);
        if (!weights_.empty()) network_->backbone->loadWeights(weights_, options_.weights);
        weightsName_ = fs::path(options_.weights).filename().string();
        if (!options_.from.empty()) {
            const Checkpoint first = loadCheckpoint(options_.from);
            startFrom(first.deployed(), "those of " + options_.from);
            startedFrom_ = first.recipe.name;
        }
        if (teacher_ && recipe_.distillation.startFromTeacher) startFrom(teacher_->network(), "the teacher's");
        if (recipe_.optimizer.averageDecay > 0) {
            average_ = ReidNetwork(recipe_, data_.numClasses);
            copyMatching(*network_, *average_);
        }
        writeFileAtomically(file("recipe.json"), toJson(recipe_).dump(2) + "\n");
    }

    void startFrom(const ReidNetwork& other, const std::string& whose) {
        const std::size_t copied = copyMatching(*other, *network_);
        fmt::print(stderr, "{} of {} weights start from {}\n", copied,
                   network_->parameters().size() + network_->buffers().size(), whose);
    }

    void resume() {
        Checkpoint checkpoint = loadCheckpoint(file("checkpoint.pt"));
        if (toJson(checkpoint.recipe) != toJson(recipe_))
            throw InputError(file("checkpoint.pt") + " was made with another recipe than the one given");
        network_ = checkpoint.network;
        if (network_->numClasses() != data_.numClasses)
            throw InputError(fmt::format("{} was made with {} people, the data has {}", file("checkpoint.pt"),
                                         network_->numClasses(), data_.numClasses));
        position_ = checkpoint.position;
        weightsName_ = checkpoint.origin.weights;
        startedFrom_ = checkpoint.origin.from;
        objective_ = Objective(recipe_, data_.numClasses);
        objective_->load(checkpoint.objective);
        average_ = checkpoint.average;
        averagedSteps_ = checkpoint.averagedSteps;
        optimizer_ = std::make_unique<torch::serialize::InputArchive>(std::move(checkpoint.optimizer));
    }

    void storeTargets() {
        teacher_->store(data_.labels.size(), [&](std::size_t begin, std::size_t end) {
            std::vector<std::size_t> indices(end - begin);
            std::iota(indices.begin(), indices.end(), begin);
            return plainBatch(*data_.pictures.source, indices, normalizationOf(recipe_));
        });
    }

    //! False where there is none, and where the recipe wants only its weights to start from.
    bool teacherTeaches() const {
        return teacher_ && (recipe_.distillation.weight > 0 || recipe_.distillation.relationWeight > 0);
    }

    std::optional<TeacherOutput> teacherOutput(const torch::Tensor& images, const std::vector<std::size_t>& indices) {
        if (!teacherTeaches()) return std::nullopt;
        return recipe_.distillation.targets == "stored" ? teacher_->recall(indices) : teacher_->look(images);
    }

    Augmentation augmentation() const {
        const auto& settings = recipe_.augmentation;
        return {settings.flip, settings.pad, settings.erase, settings.colors, settings.scaleCrop};
    }

    const TrainOptions& options_;
    const Recipe& recipe_;
    torch::Device device_;
    NamedTensors weights_;
    std::string weightsName_, startedFrom_;
    TrainingData data_;
    ReidNetwork network_{nullptr}, average_{nullptr};
    std::int64_t averagedSteps_ = 0;
    Objective objective_{nullptr};
    std::optional<Teacher> teacher_;
    std::unique_ptr<torch::serialize::InputArchive> optimizer_;
    TrainingPosition position_;
    std::vector<std::vector<std::size_t>> batches_;  // of the epoch
    std::size_t batch_ = 0;                          // the next of them
    std::optional<BatchLoader> loader_;
};

}  // namespace

TrainResult train(const TrainOptions& options, const std::function<bool()>& shouldStop) {
    if (!options.resume) requireNewRun(options.output);
    ReidTraining training(options);
    const Recipe& recipe = options.recipe;
    return runTraining(
        training,
        {recipe.optimizer, recipe.schedule, recipe.sampler.accumulate, recipe.validation.interval, options.output},
        training.position(), training.optimizer(), shouldStop);
}

}  // namespace brnpa::trainer

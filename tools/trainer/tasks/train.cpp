#include "tasks/train.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
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
#include "run/curves.hpp"
#include "run/run_log.hpp"
#include "run/tensorboard_writer.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"
#include "tasks/optimization.hpp"
#include "tasks/running_means.hpp"
#include "tasks/training_data.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Streams of random numbers that one seed gives.
constexpr std::uint64_t samplerStream = 1, augmentationStream = 2;

constexpr std::int64_t stepsBetweenRecords = 50;
constexpr auto timeBetweenCheckpoints = std::chrono::minutes(5);

void makeFolder(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw ResourceError(fmt::format("cannot make the folder {}: {}", folder, error.message()));
}

torch::Device deviceNamed(const std::string& name) {
    if (name == "cpu") return torch::kCPU;
    if (name != "cuda") throw InputError("there is no device " + name + ", only cpu and cuda");
    if (!torch::cuda::is_available()) throw InputError("this LibTorch finds no CUDA device; use --device cpu");
    return torch::kCUDA;
}

class Trainer {
  public:
    Trainer(const TrainOptions& options, const std::function<bool()>& shouldStop)
        : options_(options),
          shouldStop_(shouldStop),
          recipe_(options.recipe),
          device_(deviceNamed(options.device)),
          // First what is read quickly: a mistake there should not wait for the pictures.
          weights_(options.weights.empty() || options.resume ? NamedTensors{} : readWeights(options.weights)),
          data_(readTrainingData(options.data, recipe_)),
          progress_("training") {
        makeFolder(options.output);
        torch::manual_seed(static_cast<std::uint64_t>(recipe_.seed));
        if (!options.teacher.empty()) teacher_.emplace(options.teacher, recipe_, data_.numClasses, device_);
        options.resume ? resume() : start();
        log_.emplace(file("log.jsonl"), position_.step);
        events_.emplace(file("tensorboard"));
    }

    TrainResult run() {
        progress_.note(
            fmt::format("{} images of {} people, {} x {}{}, embedding of {} numbers", data_.labels.size(),
                        data_.numClasses, recipe_.input.width, recipe_.input.height,
                        data_.pictures.inMemory ? "" : ", too many for the memory: read again in every epoch",
                        recipe_.embeddingSize()));
        if (teacherTeaches() && recipe_.distillation.targets == "stored") storeTargets();
        const auto epochs = static_cast<std::int64_t>(std::ceil(recipe_.schedule.epochs));
        lastSave_ = Clock::now();
        while (position_.epoch < epochs) {
            if (!runEpoch()) {
                save("checkpoint.pt");
                progress_.note(fmt::format("stopped; go on with --resume from {}", file("checkpoint.pt")));
                return TrainResult::Interrupted;
            }
            ++position_.epoch;
            position_.batch = 0;
            finishEpoch(epochs);
        }
        return TrainResult::Finished;
    }

  private:
    std::string file(const char* name) const { return (fs::path(options_.output) / name).string(); }

    void start() {
        network_ = ReidNetwork(recipe_, data_.numClasses);
        objective_ = Objective(recipe_, data_.numClasses);
        if (!weights_.empty()) network_->backbone->load(weights_, options_.weights);
        weightsName_ = fs::path(options_.weights).filename().string();
        if (teacher_ && recipe_.distillation.startFromTeacher) {
            const std::size_t copied = copyMatching(*teacher_->network(), *network_);
            progress_.note(fmt::format("{} of {} weights start from the teacher's", copied,
                                       network_->parameters().size() + network_->buffers().size()));
        }
        ReidNetwork average{nullptr};
        if (recipe_.optimizer.averageDecay > 0) {
            average = ReidNetwork(recipe_, data_.numClasses);
            copyMatching(*network_, *average);
        }
        prepare(average, 0);
        writeFileAtomically(file("recipe.json"), toJson(recipe_).dump(2) + "\n");
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
        objective_ = Objective(recipe_, data_.numClasses);
        objective_->load(checkpoint.objective);
        prepare(checkpoint.average, checkpoint.averagedSteps);
        optimizer_->load(checkpoint.optimizer);
    }

    void prepare(ReidNetwork average, std::int64_t averagedSteps) {
        network_->to(device_);
        objective_->to(device_);
        optimizer_ = makeOptimizer(recipe_, network_, objective_);
        if (!average) return;
        average->to(device_);
        average_.emplace(average, recipe_.optimizer.averageDecay, averagedSteps);
    }

    void storeTargets() {
        teacher_->store(data_.labels.size(), [&](std::size_t begin, std::size_t end) {
            std::vector<std::size_t> indices(end - begin);
            std::iota(indices.begin(), indices.end(), begin);
            return plainBatch(*data_.pictures.source, indices, normalizationOf(recipe_));
        });
    }

    //! Epochs done; the fraction counts.
    double epochsDone() const {
        const double part =
            batchesAnEpoch_ == 0 ? 0 : static_cast<double>(position_.batch) / static_cast<double>(batchesAnEpoch_);
        return static_cast<double>(position_.epoch) + part;
    }

    //! False where it was stopped before its end.
    bool runEpoch() {
        const auto seed = static_cast<std::uint64_t>(recipe_.seed);
        const auto epoch = static_cast<std::uint64_t>(position_.epoch);
        auto batches = pkBatches(data_.labels, recipe_.sampler.identities, recipe_.sampler.imagesPerIdentity,
                                 mixSeed(seed, samplerStream, epoch));
        const auto accumulate = static_cast<std::size_t>(recipe_.sampler.accumulate);
        batches.resize(batches.size() / accumulate * accumulate);
        batchesAnEpoch_ = batches.size();
        if (batches.empty()) throw InputError("the training part has too few images for one step");
        BatchLoader loader(*data_.pictures.source, data_.labels, batches, static_cast<std::size_t>(position_.batch),
                           augmentation(), normalizationOf(recipe_), mixSeed(seed, augmentationStream, epoch));
        network_->train();
        objective_->train();
        const auto begin = Clock::now();
        std::int64_t pictures = 0;
        while (static_cast<std::size_t>(position_.batch) < batches.size()) {
            if (shouldStop_()) return false;
            const double now = epochsDone();
            // A schedule may end within an epoch.
            if (now >= recipe_.schedule.epochs) break;
            rate_ = setLearningRate(*optimizer_, recipe_, now);
            step(loader, batches);
            pictures += recipe_.sampler.accumulate * recipe_.sampler.identities * recipe_.sampler.imagesPerIdentity;
            speed_ = static_cast<double>(pictures) / std::chrono::duration<double>(Clock::now() - begin).count();
            waiting_ = loader.waitingShare();
            if (position_.step % stepsBetweenRecords == 0) add(record());
            if (Clock::now() - lastSave_ > timeBetweenCheckpoints) save("checkpoint.pt");
            progress_.update(now / recipe_.schedule.epochs,
                             fmt::format("epoch {:.2f}, loss {:.3f}, accuracy {:.1f} %, {:.0f} images/s", now,
                                         running_.loss, 100 * running_.accuracy, speed_));
        }
        return true;
    }

    //! One step of the optimizer, on the mean gradient of the batches that are accumulated.
    void step(BatchLoader& loader, const std::vector<std::vector<std::size_t>>& batches) {
        optimizer_->zero_grad();
        for (int i = 0; i < recipe_.sampler.accumulate; ++i, ++position_.batch) {
            const Batch batch = loader.next();
            const auto images = batch.images.to(device_), labels = batch.labels.to(device_);
            ReidOutput output;
            {
                const AutocastGuard autocast(recipe_.precision == "bfloat16", device_);
                output = network_->forward(images);
            }
            const auto taught = teacherOutput(images, batches[static_cast<std::size_t>(position_.batch)]);
            const auto loss = objective_->forward(output, labels, taught ? &*taught : nullptr);
            (loss / recipe_.sampler.accumulate).backward();
            const double value = loss.item<double>();
            if (!std::isfinite(value)) refuse(value);
            const double accuracy = output.logits.argmax(1).eq(labels).to(torch::kFloat64).mean().item<double>();
            running_.add(value, accuracy, objective_->terms());
        }
        clipGradient(*optimizer_, recipe_.optimizer.clipNorm);
        optimizer_->step();
        if (average_) average_->update(network_);
        ++position_.step;
    }

    //! False where there is none, and where the recipe wants only its weights to start from.
    bool teacherTeaches() const {
        return teacher_ && (recipe_.distillation.weight > 0 || recipe_.distillation.relationWeight > 0);
    }

    std::optional<TeacherOutput> teacherOutput(const torch::Tensor& images, const std::vector<std::size_t>& indices) {
        if (!teacherTeaches()) return std::nullopt;
        return recipe_.distillation.targets == "stored" ? teacher_->recall(indices) : teacher_->look(images);
    }

    [[noreturn]] void refuse(double loss) const {
        const std::string last = fs::exists(file("checkpoint.pt"))
                                     ? "the last good checkpoint is " + file("checkpoint.pt")
                                     : "there is no checkpoint yet";
        throw ResourceError(fmt::format(
            "the loss is {} at step {} (learning rate {:g} of the backbone, {:g} of the head); {}; try a lower "
            "optimizer.learning_rate or an optimizer.clip_norm",
            loss, position_.step, rate_ * recipe_.optimizer.learningRate, rate_ * recipe_.optimizer.headLearningRate,
            last));
    }

    void finishEpoch(std::int64_t epochs) {
        auto line = record();
        std::string text = fmt::format("epoch {} of {}: loss {:.3f}, accuracy {:.1f} %", position_.epoch, epochs,
                                       running_.loss, 100 * running_.accuracy);
        if (position_.epoch % recipe_.validation.interval == 0 || position_.epoch == epochs) {
            const auto ranking = validate();
            line["validation"] = {{"rank1", ranking.rank1}, {"mAP", ranking.meanAveragePrecision}};
            text += fmt::format(", validation rank-1 {:.1f} %, mAP {:.1f} %", 100 * ranking.rank1,
                                100 * ranking.meanAveragePrecision);
            if (ranking.meanAveragePrecision > position_.best) {
                position_.best = ranking.meanAveragePrecision;
                save("best.pt");
            }
        }
        // The record first: what a kill leaves behind the checkpoint, the resumed training takes out.
        add(line);
        save("checkpoint.pt");
        writeCurves(file("log.jsonl"), file("curves.svg"));
        progress_.note(text);
    }

    void add(const nlohmann::ordered_json& record) {
        log_->add(record);
        events_->write(logRecordOf(record));
    }

    RankingMetrics validate() {
        ReidNetwork network = average_ ? average_->network() : network_;
        return evaluate(network, recipe_, options_.data.at(0), EvaluationSplit::Validation).ranking;
    }

    nlohmann::ordered_json record() const {
        return {{"epoch", epochsDone()},       {"step", position_.step},
                {"loss", running_.loss},       {"accuracy", running_.accuracy},
                {"terms", running_.terms},     {"learning_rate", rate_ * recipe_.optimizer.learningRate},
                {"images_per_second", speed_}, {"waiting_share", waiting_}};
    }

    TrainingOrigin origin() const { return {data_.sets, weightsName_, teacher_ ? teacher_->name() : ""}; }

    Augmentation augmentation() const {
        const auto& settings = recipe_.augmentation;
        return {settings.flip, settings.pad, settings.erase, settings.colors, settings.scaleCrop};
    }

    void save(const char* name) {
        saveCheckpoint(file(name), {recipe_, network_, objective_, *optimizer_, average_ ? &*average_ : nullptr,
                                    position_, origin()});
        lastSave_ = Clock::now();
    }

    const TrainOptions& options_;
    const std::function<bool()>& shouldStop_;
    const Recipe& recipe_;
    torch::Device device_;
    NamedTensors weights_;
    std::string weightsName_;
    TrainingData data_;
    Progress progress_;
    ReidNetwork network_{nullptr};
    Objective objective_{nullptr};
    std::unique_ptr<torch::optim::Optimizer> optimizer_;
    std::optional<WeightAverage> average_;
    std::optional<Teacher> teacher_;
    std::optional<RunLog> log_;
    std::optional<TensorboardWriter> events_;
    TrainingPosition position_;
    RunningMeans running_;
    std::size_t batchesAnEpoch_ = 0;
    double rate_ = 0, speed_ = 0, waiting_ = 0;
    Clock::time_point lastSave_;
};

}  // namespace

TrainResult train(const TrainOptions& options, const std::function<bool()>& shouldStop) {
    const std::string checkpoint = (fs::path(options.output) / "checkpoint.pt").string();
    if (!options.resume && fs::exists(checkpoint))
        throw InputError(checkpoint + " exists: give --resume to go on from it, or another --output");
    return Trainer(options, shouldStop).run();
}

}  // namespace brnpa::trainer

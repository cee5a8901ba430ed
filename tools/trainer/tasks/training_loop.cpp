#include "tasks/training_loop.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "common/errors.hpp"
#include "common/progress.hpp"
#include "run/curves.hpp"
#include "run/run_log.hpp"
#include "run/tensorboard_writer.hpp"
#include "tasks/optimization.hpp"
#include "tasks/running_means.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t stepsBetweenRecords = 50;
constexpr auto timeBetweenCheckpoints = std::chrono::minutes(5);

class TrainingLoop {
  public:
    TrainingLoop(TrainingTask& task, const LoopSettings& settings, const TrainingPosition& position,
                 torch::serialize::InputArchive* optimizer, const std::function<bool()>& shouldStop)
        : task_(task),
          settings_(settings),
          shouldStop_(shouldStop),
          modules_(task.modules()),
          position_(position),
          progress_("training") {
        std::vector<const torch::nn::Module*> trained{modules_.network.get()};
        if (modules_.objective) trained.push_back(modules_.objective.get());
        optimizer_ = makeOptimizer(settings.optimizer, *modules_.backbone, trained);
        if (optimizer != nullptr) optimizer_->load(*optimizer);
        if (modules_.average)
            average_.emplace(modules_.average, settings.optimizer.averageDecay, modules_.averagedSteps);
        log_.emplace(file("log.jsonl"), position_.step);
        events_.emplace(file("tensorboard"));
    }

    TrainResult run() {
        const auto epochs = static_cast<std::int64_t>(std::ceil(settings_.schedule.epochs));
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
    std::string file(const char* name) const { return (fs::path(settings_.output) / name).string(); }

    //! Epochs done; the fraction counts.
    double epochsDone() const {
        const double part =
            batchesAnEpoch_ == 0 ? 0 : static_cast<double>(position_.batch) / static_cast<double>(batchesAnEpoch_);
        return static_cast<double>(position_.epoch) + part;
    }

    //! False where it was stopped before its end.
    bool runEpoch() {
        batchesAnEpoch_ = task_.beginEpoch(position_.epoch, static_cast<std::size_t>(position_.batch));
        const auto begin = Clock::now();
        std::int64_t pictures = 0;
        while (static_cast<std::size_t>(position_.batch) < batchesAnEpoch_) {
            if (shouldStop_()) return false;
            const double now = epochsDone();
            // A schedule may end within an epoch.
            if (now >= settings_.schedule.epochs) break;
            rate_ = setLearningRate(*optimizer_, settings_.optimizer, settings_.schedule, now);
            pictures += step();
            speed_ = static_cast<double>(pictures) / std::chrono::duration<double>(Clock::now() - begin).count();
            if (position_.step % stepsBetweenRecords == 0) add(record());
            if (Clock::now() - lastSave_ > timeBetweenCheckpoints) save("checkpoint.pt");
            progress_.update(now / settings_.schedule.epochs,
                             fmt::format("epoch {:.2f}, {}, {:.0f} images/s", now, state(), speed_));
        }
        return true;
    }

    //! One step of the optimizer, on the mean gradient of the batches that are accumulated; returns their pictures.
    std::int64_t step() {
        optimizer_->zero_grad();
        std::int64_t pictures = 0;
        for (int i = 0; i < settings_.accumulate; ++i, ++position_.batch) {
            const BatchLoss batch = task_.nextBatch();
            (batch.loss / settings_.accumulate).backward();
            const double value = batch.loss.item<double>();
            if (!std::isfinite(value)) refuse(value);
            running_.add(value, batch.accuracy, batch.terms);
            pictures += batch.pictures;
        }
        clipGradient(*optimizer_, settings_.optimizer.clipNorm);
        optimizer_->step();
        if (average_) average_->update(*modules_.network);
        ++position_.step;
        return pictures;
    }

    [[noreturn]] void refuse(double loss) const {
        const std::string last = fs::exists(file("checkpoint.pt"))
                                     ? "the last good checkpoint is " + file("checkpoint.pt")
                                     : "there is no checkpoint yet";
        throw ResourceError(fmt::format(
            "the loss is {} at step {} (learning rate {:g} of the backbone, {:g} of the head); {}; try a lower "
            "optimizer.learning_rate or an optimizer.clip_norm",
            loss, position_.step, rate_ * settings_.optimizer.learningRate,
            rate_ * settings_.optimizer.headLearningRate, last));
    }

    void finishEpoch(std::int64_t epochs) {
        auto line = record();
        std::string text = fmt::format("epoch {} of {}: {}", position_.epoch, epochs, state());
        if (position_.epoch % settings_.validationInterval == 0 || position_.epoch == epochs) {
            const ValidationScore score = task_.validate();
            line["validation"] = score.record;
            text += ", " + score.text;
            if (score.best > position_.best) {
                position_.best = score.best;
                save("best.pt");
            }
        }
        // The record first: what a kill leaves behind the checkpoint, the resumed training takes out.
        add(line);
        save("checkpoint.pt");
        writeCurves(file("log.jsonl"), file("curves.svg"));
        progress_.note(text);
    }

    //! "loss 2.345, accuracy 12.3 %"
    std::string state() const {
        std::string text = fmt::format("loss {:.3f}", running_.loss);
        if (running_.accuracy) text += fmt::format(", accuracy {:.1f} %", 100 * *running_.accuracy);
        return text;
    }

    void add(const nlohmann::ordered_json& record) {
        log_->add(record);
        events_->write(logRecordOf(record));
    }

    nlohmann::ordered_json record() const {
        nlohmann::ordered_json json{{"epoch", epochsDone()}, {"step", position_.step}, {"loss", running_.loss}};
        if (running_.accuracy) json["accuracy"] = *running_.accuracy;
        json["terms"] = running_.terms;
        json["learning_rate"] = rate_ * settings_.optimizer.learningRate;
        json["images_per_second"] = speed_;
        json["waiting_share"] = task_.waitingShare();
        return json;
    }

    void save(const char* name) {
        task_.save(file(name), {*optimizer_, average_ ? &*average_ : nullptr, position_});
        lastSave_ = Clock::now();
    }

    TrainingTask& task_;
    const LoopSettings& settings_;
    const std::function<bool()>& shouldStop_;
    TrainedModules modules_;
    TrainingPosition position_;
    Progress progress_;
    std::unique_ptr<torch::optim::Optimizer> optimizer_;
    std::optional<WeightAverage> average_;
    std::optional<RunLog> log_;
    std::optional<TensorboardWriter> events_;
    RunningMeans running_;
    std::size_t batchesAnEpoch_ = 0;
    double rate_ = 0, speed_ = 0;
    Clock::time_point lastSave_;
};

}  // namespace

TrainResult runTraining(TrainingTask& task, const LoopSettings& settings, const TrainingPosition& position,
                        torch::serialize::InputArchive* optimizer, const std::function<bool()>& shouldStop) {
    return TrainingLoop(task, settings, position, optimizer, shouldStop).run();
}

void requireNewRun(const std::string& folder) {
    const std::string checkpoint = (fs::path(folder) / "checkpoint.pt").string();
    if (fs::exists(checkpoint))
        throw InputError(checkpoint + " exists: give --resume to go on from it, or another --output");
}

void makeRunFolder(const std::string& folder) {
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

}  // namespace brnpa::trainer

#include "tasks/train_detector.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

#include "backbones/weights_file.hpp"
#include "common/atomic_file.hpp"
#include "common/errors.hpp"
#include "data/ordered_producer.hpp"
#include "data/person_samples.hpp"
#include "data/picture_deck.hpp"
#include "evaluation/detector_evaluation.hpp"
#include "evaluation/model_fields.hpp"
#include "evaluation/network_detector.hpp"
#include "export/detector_weights.hpp"
#include "losses/detection_loss.hpp"
#include "tasks/detection_checkpoint.hpp"
#include "tasks/training_loop.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

// Streams of random numbers that one seed gives.
constexpr std::uint64_t orderStream = 1, mosaicStream = 2, statisticsStream = 3;

constexpr std::size_t statisticsPictures = 64;

struct SampleBatch {
    torch::Tensor pixels;  //!< N x H x W x 3, uint8
    std::vector<std::vector<PersonBox>> boxes;
};

class DetectionTraining : public TrainingTask {
  public:
    explicit DetectionTraining(const TrainDetectorOptions& options)
        : options_(options),
          recipe_(options.recipe),
          device_(deviceNamed(options.device)),
          // First what is read quickly: a mistake there should not wait for the pictures.
          weights_(options.weights.empty() || options.resume ? NamedTensors{} : readWeights(options.weights)),
          validation_(openPersonPictures(options.data.at(0), PersonSplit::Validation)) {
        for (const auto& folder : options.data)
            addTrainingPictures(folder);
        makeRunFolder(options.output);
        torch::manual_seed(static_cast<std::uint64_t>(recipe_.seed));
        const auto color = [&](const std::array<double, 3>& values) {
            return torch::tensor(std::vector<double>(values.begin(), values.end()), torch::kFloat32).to(device_);
        };
        mean_ = color(recipe_.input.mean);
        deviation_ = color(recipe_.input.std);
        if (recipe_.augmentation.mosaic.pasted > 0) people_ = cutOutPeople(pictures_.samples);
        options.resume ? resume() : start();
        network_->to(device_);
        if (average_) average_->to(device_);
        fmt::print(stderr, "{} pictures with {} people, {} of them to paste; {} to validate on\n",
                   pictures_.list.size(), countPeople(pictures_.list), people_.size(), validation_.list.size());
    }

    const TrainingPosition& position() const { return position_; }

    //! Of the checkpoint that the training goes on from; nullptr: there is none.
    torch::serialize::InputArchive* optimizer() { return optimizer_.get(); }

    TrainedModules modules() override {
        return {network_.ptr(), network_->backbone.ptr(), nullptr, average_ ? average_.ptr() : nullptr, averagedSteps_};
    }

    std::size_t beginEpoch(std::int64_t number, std::size_t firstBatch) override {
        const auto seed = static_cast<std::uint64_t>(recipe_.seed);
        const auto epoch = static_cast<std::uint64_t>(number);
        Random orderRandom(mixSeed(seed, orderStream, epoch));
        const auto order = drawDeck(pictures_.list, recipe_.sampler.balance, orderRandom);
        const auto size = static_cast<std::size_t>(recipe_.sampler.batch);
        const auto accumulate = static_cast<std::size_t>(recipe_.sampler.accumulate);
        const std::size_t batches = order.size() / size / accumulate * accumulate;
        if (batches == 0)
            throw InputError(fmt::format("the training part has {} pictures, too few for one step of {}", order.size(),
                                         size * accumulate));
        const bool whole = static_cast<double>(number) >=
                           recipe_.schedule.epochs - static_cast<double>(recipe_.augmentation.wholeEpochs);
        setInput(whole);
        const auto mosaicSeed = mixSeed(seed, mosaicStream, epoch);
        // The old threads end before the new ones begin.
        producer_.reset();
        producer_ = std::make_unique<OrderedProducer<
            SampleBatch>>(firstBatch, batches, [this, order, size, whole, mosaicSeed](std::size_t batch) {
            const auto first = order.begin() + static_cast<std::ptrdiff_t>(batch * size);
            return make(order, {first, first + static_cast<std::ptrdiff_t>(size)}, whole, mixSeed(mosaicSeed, batch));
        });
        network_->train();
        return batches;
    }

    BatchLoss nextBatch() override {
        const SampleBatch batch = producer_->next();
        const auto images = normalized(batch.pixels);
        const auto& weights = recipe_.loss;
        const auto loss = detectionLoss(network_->forward(images), cells_, batch.boxes,
                                        {weights.box, weights.objectness, weights.classes});
        auto terms = loss.terms;
        terms["overlap"] = loss.overlap;
        return {loss.loss, std::nullopt, terms, images.size(0)};
    }

    double waitingShare() const override { return producer_ ? producer_->waitingShare() : 0; }

    ValidationScore validate() override {
        NetworkDetector detector(average_ ? average_ : network_, recipe_);
        const auto all = evaluateDetector(detector, validation_, detector.description().input).all;
        return {std::max(0.0, all.ap50),
                {{"AP", all.ap}, {"AP50", all.ap50}},
                fmt::format("validation AP {:.1f} %, AP50 {:.1f} %", 100 * all.ap, 100 * all.ap50)};
    }

    void save(const std::string& path, const LoopState& state) override {
        saveDetectionCheckpoint(path, recipe_, network_, state, {sets_, weightsName_, "", startedFrom_});
    }

  private:
    std::string file(const char* name) const { return (fs::path(options_.output) / name).string(); }

    void start() {
        network_ = DetectionNetwork(recipe_);
        if (!weights_.empty()) network_->backbone->loadWeights(weights_, options_.weights);
        weightsName_ = fs::path(options_.weights).filename().string();
        if (!options_.from.empty()) startFrom(options_.from);
        if (recipe_.optimizer.averageDecay > 0) {
            average_ = DetectionNetwork(recipe_);
            copyWeights(network_, average_);
        }
        writeFileAtomically(file("recipe.json"), toJson(recipe_).dump(2) + "\n");
    }

    void startFrom(const std::string& path) {
        const bool exported = fs::is_directory(path);
        std::optional<DetectionCheckpoint> checkpoint;
        if (!exported) checkpoint = loadDetectionCheckpoint(path);
        const std::string recipePath = (fs::path(path) / "recipe.json").string();
        const DetectionRecipe recipe =
            exported ? parseDetectionRecipe(readRecipeFile(recipePath), recipePath) : checkpoint->recipe;
        const auto layers = [](const DetectionRecipe& of) {
            const auto json = toJson(of);
            return std::array{json["backbone"]["strides"], json["pyramid"], json["head"]};
        };
        if (layers(recipe) != layers(recipe_))
            throw InputError(path + " has other layers than the recipe: backbone.strides, pyramid and head");
        if (exported)
            loadExportedWeights(network_, ModelFields(path).onnx(), firstImages());
        else
            copyWeights(checkpoint->deployed(), network_);
        startedFrom_ = recipe.name;
    }

    //! Some that the training will see, for a network without statistics.
    torch::Tensor firstImages() {
        setInput(false);
        const auto seed = mixSeed(static_cast<std::uint64_t>(recipe_.seed), statisticsStream);
        Random random(seed);
        const auto deck = drawDeck(pictures_.list, recipe_.sampler.balance, random);
        const auto some = static_cast<std::ptrdiff_t>(std::min(deck.size(), statisticsPictures));
        return normalized(make(deck, {deck.begin(), deck.begin() + some}, false, seed).pixels);
    }

    static void copyWeights(const DetectionNetwork& from, const DetectionNetwork& to) {
        const torch::NoGradGuard noGrad;
        const auto copy = [](const auto& source, const auto& target) {
            for (const auto& item : target)
                torch::Tensor(item.value()).copy_(source[item.key()]);
        };
        copy(from->named_parameters(), to->named_parameters());
        copy(from->named_buffers(), to->named_buffers());
    }

    void resume() {
        DetectionCheckpoint checkpoint = loadDetectionCheckpoint(file("checkpoint.pt"));
        if (toJson(checkpoint.recipe) != toJson(recipe_))
            throw InputError(file("checkpoint.pt") + " was made with another recipe than the one given");
        network_ = checkpoint.network;
        position_ = checkpoint.position;
        weightsName_ = checkpoint.origin.weights;
        startedFrom_ = checkpoint.origin.from;
        average_ = checkpoint.average;
        averagedSteps_ = checkpoint.averagedSteps;
        optimizer_ = std::make_unique<torch::serialize::InputArchive>(std::move(checkpoint.optimizer));
    }

    void addTrainingPictures(const std::string& folder) {
        PersonPictures more = openPersonPictures(folder, PersonSplit::Training);
        sets_.push_back(
            {fs::path(folder).lexically_normal().filename().string(), more.list.size(), countPeople(more.list)});
        std::move(more.list.begin(), more.list.end(), std::back_inserter(pictures_.list));
        std::move(more.samples.begin(), more.samples.end(), std::back_inserter(pictures_.samples));
    }

    static std::size_t countPeople(const std::vector<PersonPicture>& pictures) {
        std::size_t count = 0;
        for (const auto& picture : pictures)
            for (const auto& box : picture.boxes)
                count += box.ignored ? 0 : 1;
        return count;
    }

    void setInput(bool whole) {
        input_ = whole ? cv::Size(recipe_.input.width, recipe_.input.height)
                       : cv::Size(recipe_.sampler.width, recipe_.sampler.height);
        cells_ = gridCells(input_, detectionStrides);
    }

    //! N x 3 x H x W.
    torch::Tensor normalized(const torch::Tensor& pixels) const {
        return ((pixels.to(device_).to(torch::kFloat32) - mean_) / deviation_).permute({0, 3, 1, 2});
    }

    SampleBatch make(const std::vector<std::size_t>& deck, const std::vector<std::size_t>& indices, bool whole,
                     std::uint64_t seed) const {
        SampleBatch batch{
            torch::empty({static_cast<std::int64_t>(indices.size()), input_.height, input_.width, 3}, torch::kUInt8),
            {}};
        auto* pixels = batch.pixels.data_ptr<std::uint8_t>();
        const auto& mosaic = recipe_.augmentation.mosaic;
        for (std::size_t i = 0; i < indices.size(); ++i) {
            Random random(mixSeed(seed, i));
            auto sample = whole ? drawWhole(mosaic, pictures_.samples[indices[i]], input_, random)
                                : drawMosaic(mosaic, {pictures_.samples, deck, people_}, indices[i], input_, random);
            const std::size_t bytes = sample.picture.total() * sample.picture.elemSize();
            std::memcpy(pixels + i * bytes, sample.picture.data, bytes);
            batch.boxes.push_back(std::move(sample.boxes));
        }
        return batch;
    }

    const TrainDetectorOptions& options_;
    const DetectionRecipe& recipe_;
    torch::Device device_;
    NamedTensors weights_;
    std::string weightsName_, startedFrom_;
    PersonPictures validation_, pictures_;
    std::vector<TrainingOrigin::Set> sets_;  // that the pictures come from
    std::vector<PersonCutout> people_;       // to be pasted
    DetectionNetwork network_{nullptr}, average_{nullptr};
    std::int64_t averagedSteps_ = 0;
    std::unique_ptr<torch::serialize::InputArchive> optimizer_;
    TrainingPosition position_;
    torch::Tensor mean_, deviation_;
    cv::Size input_;               // of the epoch
    std::vector<GridCell> cells_;  // of that input
    std::unique_ptr<OrderedProducer<SampleBatch>> producer_;
};

}  // namespace

TrainResult trainDetector(const TrainDetectorOptions& options, const std::function<bool()>& shouldStop) {
    if (!options.resume) requireNewRun(options.output);
    DetectionTraining training(options);
    const DetectionRecipe& recipe = options.recipe;
    return runTraining(
        training,
        {recipe.optimizer, recipe.schedule, recipe.sampler.accumulate, recipe.validation.interval, options.output},
        training.position(), training.optimizer(), shouldStop);
}

}  // namespace brnpa::trainer

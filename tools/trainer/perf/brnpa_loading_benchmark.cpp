// Pictures a second that reach the network when it takes no time: an epoch of batches of 64, varied as the recipe of
// models/reid-live says, by as many threads as there are processors. Argument: a folder of pictures; without one a few
// are drawn.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "common/memory.hpp"
#include "data/batch_loader.hpp"
#include "data/picture_files.hpp"
#include "data/picture_source.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int width = 64, height = 128;
constexpr std::size_t batchSize = 64, batchesAnEpoch = 20;
constexpr int drawnPictures = 64;

Augmentation augmentation() {
    Augmentation augmentation{0.5, 6, 0.5, {}, {}};
    augmentation.colors.probability = 0.3;
    augmentation.colors.brightness = 0.2;
    augmentation.colors.contrast = 0.15;
    augmentation.colors.saturation = 0.1;
    return augmentation;
}

OpenedPictures open(const std::string& folder, bool inMemory) {
    std::vector<ReidImage> images;
    for (const auto& path : picturesIn(folder))
        images.push_back({path.string(), 0, 0});
    PictureOptions options;
    if (!inMemory) options.memoryLimit = 0;
    return openPictures(images, width, height, options);
}

void loading(benchmark::State& state, const std::string& folder, bool inMemory) {
    const auto pictures = open(folder, inMemory);
    const std::vector<int> labels(pictures.images.size(), 0);
    std::vector<std::vector<std::size_t>> batches(batchesAnEpoch);
    std::size_t next = 0;
    for (auto& batch : batches)
        for (std::size_t i = 0; i < batchSize; ++i)
            batch.push_back(next++ % labels.size());
    const Normalization normalization{{123.675f, 116.28f, 103.53f}, {1 / 58.395f, 1 / 57.12f, 1 / 57.375f}};
    for (auto _ : state) {
        BatchLoader loader(*pictures.source, labels, batches, 0, augmentation(), normalization, 1);
        for (std::size_t i = 0; i < batches.size(); ++i)
            benchmark::DoNotOptimize(loader.next().images.data_ptr<float>());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batchSize * batchesAnEpoch));
}

void draw(const fs::path& folder) {
    fs::create_directories(folder);
    for (int i = 0; i < drawnPictures; ++i) {
        cv::Mat picture(height, width, CV_8UC3);
        cv::randu(picture, 0, 256);
        cv::imwrite((folder / (std::to_string(i) + ".jpg")).string(), picture);
    }
}

}  // namespace
}  // namespace brnpa::trainer

int main(int argc, char** argv) {
    namespace fs = std::filesystem;
    brnpa::trainer::keepFreedMemory();  // as the program does
    benchmark::Initialize(&argc, argv);
    const fs::path drawn = fs::temp_directory_path() / ("brnpa_loading_" + std::to_string(getpid()));
    const std::string folder = argc > 1 ? argv[1] : drawn.string();
    if (argc <= 1) brnpa::trainer::draw(drawn);
    for (const bool inMemory : {true, false})
        benchmark::RegisterBenchmark(inMemory ? "loading/memory" : "loading/files", brnpa::trainer::loading, folder,
                                     inMemory)
            ->UseRealTime();
    benchmark::RunSpecifiedBenchmarks();
    fs::remove_all(drawn);
}

// What the shipped networks cost with every engine of this build, on all processors:
//   network    one pass of models/reid-live alone; items are crops
//   embedder   the same from a frame: cutting out, scaling, normalizing; items are crops
//   detector   models/person-detector on a frame of 768 x 576 pixels, from the frame to the boxes
// Frames are noise: the time of a network does not depend on what it sees.
//
//   engine_perf [FILE.onnx]     another network instead of reid-live's, of the same input, all its outputs
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <opencv2/brnpa.hpp>
#include <optional>

#include "network/network.hpp"
#include "reid/embedder.hpp"
#include "reid/errors.hpp"
#include "reid/network_detector.hpp"

namespace {

constexpr std::array<int, 6> BATCHES = {1, 2, 4, 8, 16, 32};  // crops

cv::Mat noise() {
    cv::Mat frame(576, 768, CV_8UC3);
    cv::RNG(1).fill(frame, cv::RNG::UNIFORM, 0, 256);
    return frame;
}

reid::ModelFolder reidModel() {
    return reid::ModelFolder::load(SHIPPED_MODELS "/reid-live");
}

void network(benchmark::State& state, const std::string& file, reid::NetworkEngine engine, int batch) {
    const reid::ModelFolder folder = reidModel();
    const auto net = reid::openOnnx(file, engine);
    const std::array<int, 4> shape = {batch, 3, folder.inputSize.height, folder.inputSize.width};
    cv::Mat blob(4, shape.data(), CV_32F);
    cv::RNG(1).fill(blob, cv::RNG::NORMAL, 0, 1);
    const std::vector<std::string> outputs = net->outputs();
    net->forward(blob, outputs);  // the first pass is the one that prepares the network for this shape
    for (auto _ : state)
        benchmark::DoNotOptimize(net->forward(blob, outputs));
    state.SetItemsProcessed(state.iterations() * batch);
}

void embedder(benchmark::State& state, reid::NetworkEngine engine, int batch) {
    reid::Embedder embedder(reidModel(), batch, engine);
    const cv::Mat frame = noise();
    std::vector<cv::Rect2f> boxes;
    for (int i = 0; i < batch; ++i)
        boxes.emplace_back(static_cast<float>(20 * i), static_cast<float>(10 * i), 60.F, 150.F);
    embedder.embed(frame, boxes);
    for (auto _ : state)
        benchmark::DoNotOptimize(embedder.embed(frame, boxes));
    state.SetItemsProcessed(state.iterations() * batch);
}

void detector(benchmark::State& state, reid::NetworkEngine engine) {
    reid::DetectorOptions options;
    options.engine = engine;
    reid::NetworkDetector detector(reid::DetectorFolder::load(SHIPPED_MODELS "/person-detector"), options);
    const cv::Mat frame = noise();
    detector.detect(frame);
    for (auto _ : state)
        benchmark::DoNotOptimize(detector.detect(frame));
}

std::optional<reid::NetworkEngine> builtIn(const std::string& name) {
    try {
        return reid::engineNamed(name);
    } catch (const reid::InputError&) {
        return std::nullopt;
    }
}

void setUp(benchmark::internal::Benchmark* benchmark) {
    benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace

int main(int argc, char** argv) {
    cv::brnpa::registerLayers();
    benchmark::Initialize(&argc, argv);
    const std::string file = argc > 1 ? argv[1] : reidModel().onnxPath;
    for (const std::string name : {"opencv", "onednn", "onednn-bf16"}) {
        const auto engine = builtIn(name);
        if (!engine) continue;
        for (const int batch : BATCHES) {
            const std::string with = "/" + name + "/batch:" + std::to_string(batch);
            setUp(benchmark::RegisterBenchmark(("network" + with).c_str(), network, file, *engine, batch));
            setUp(benchmark::RegisterBenchmark(("embedder" + with).c_str(), embedder, *engine, batch));
        }
        setUp(benchmark::RegisterBenchmark(("detector/" + name).c_str(), detector, *engine));
    }
    try {
        benchmark::RunSpecifiedBenchmarks();
    } catch (const reid::InputError& error) {
        std::fprintf(stderr, "engine_perf: %s\n", error.what());
        return 3;
    }
    return 0;
}

// BR-NPA's forward pass, K = 3, all processors: the module on floats and on halves, the K + 1 bare passes over the
// floats that are the least that it can cost, and the same in LibTorch's operations, written as the formula reads
// ("naive") and as products of matrices ("products"). They run in turn, so that whatever else the machine does meets
// all of them alike, and each after LibTorch has read its features once, the halves as integers: what is in the caches,
// and which threads are awake, is the same for all. Counters: microseconds, and the quartiles of each.
#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <opencv2/brnpa.hpp>
#include <stdexcept>
#include <string>

#include "bound.hpp"

namespace {

constexpr int kParts = 3;
constexpr double kEpsilon = 1e-5;
constexpr std::size_t kFew = std::size_t{1} << 25;  // numbers from which on a few runs are enough
constexpr int kRuns = 25, kFewRuns = 3;

using torch::Tensor;

//! x: N x C x P. @returns the vectors, N x K x C.
Tensor naive(const Tensor& x) {
    const auto n = x.size(0), c = x.size(1);
    auto activity = x.norm(2, 1) + kEpsilon;
    std::vector<Tensor> vectors;
    for (int k = 0; k < kParts; ++k) {
        const auto seed = activity.argmax(1).reshape({n, 1, 1}).expand({n, c, 1});
        const auto similarity = torch::cosine_similarity(x, x.gather(2, seed), 1, kEpsilon);
        const auto map = similarity / similarity.sum(1, /*keepdim=*/true);
        vectors.push_back(torch::bmm(x, map.unsqueeze(2)).squeeze(2));
        activity = activity * (1 - similarity);
    }
    return torch::stack(vectors, 1);
}

//! The same.
Tensor products(const Tensor& x) {
    const auto n = x.size(0), c = x.size(1);
    const auto norms = x.norm(2, 1, /*keepdim=*/true) + kEpsilon;  // N x 1 x P
    auto activity = norms;
    std::vector<Tensor> maps;
    for (int k = 0; k < kParts; ++k) {
        const auto seed = activity.argmax(2, /*keepdim=*/true);
        const auto direction = x.gather(2, seed.expand({n, c, 1})) / norms.gather(2, seed);
        const auto similarity = torch::bmm(direction.transpose(1, 2), x) / norms;
        maps.push_back(similarity / similarity.sum(2, /*keepdim=*/true));
        activity = activity * (1 - similarity);
    }
    return torch::bmm(torch::cat(maps, 1), x.transpose(1, 2));
}

template <class Action>
double microseconds(const Action& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double above = values[std::min(below + 1, values.size() - 1)];
    return values[below] + (place - static_cast<double>(below)) * (above - values[below]);
}

//! Arguments: N, C, H, W.
void layer(benchmark::State& state) {
    const torch::InferenceMode noGradients;
    const int sizes[] = {static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                         static_cast<int>(state.range(2)), static_cast<int>(state.range(3))};
    cv::Mat features(4, sizes, CV_32F), vectors, maps, norms;
    cv::randu(features, 0, 1);
    cv::Mat halves;
    features.convertTo(halves, CV_16F);
    const Tensor x = torch::from_blob(features.data, {sizes[0], sizes[1], sizes[2] * sizes[3]});
    const Tensor bitsOfHalves = torch::from_blob(halves.data, x.sizes(), torch::kShort);

    std::map<std::string, std::vector<double>> times;
    Tensor naiveVectors, productVectors;
    const auto measure = [&](const char* name, const auto& action) {
        benchmark::DoNotOptimize(name == std::string("half") ? bitsOfHalves.sum(1) : x.norm(2, 1));
        times[name].push_back(microseconds(action));
    };
    for (auto _ : state) {
        measure("half", [&] { cv::brnpa::representativeVectors(halves, vectors, maps, norms); });
        measure("module", [&] { cv::brnpa::representativeVectors(features, vectors, maps, norms); });
        measure("bound", [&] { benchmark::DoNotOptimize(memoryPasses(features, kParts)); });
        measure("naive", [&] { naiveVectors = naive(x); });
        measure("products", [&] { productVectors = products(x); });
    }
    const Tensor ours = torch::from_blob(vectors.data, {sizes[0], kParts, sizes[1]});
    for (const Tensor& theirs : {naiveVectors, productVectors})
        if (!torch::allclose(ours, theirs, 1e-3, 1e-3)) throw std::runtime_error("the module and LibTorch disagree");
    for (const auto& [name, values] : times) {
        state.counters[name] = quantile(values, 0.5);
        state.counters[name + "_low"] = quantile(values, 0.25);
        state.counters[name + "_high"] = quantile(values, 0.75);
    }
}

void registerShapes() {
    const std::vector<std::vector<int64_t>> shapes = {{512, 16, 8}, {256, 32, 16}, {512, 64, 32}, {2048, 56, 56}};
    for (const int64_t images : {1, 32})
        for (const auto& shape : shapes) {
            const bool isLarge = static_cast<std::size_t>(images * shape[0] * shape[1] * shape[2]) >= kFew;
            benchmark::RegisterBenchmark("layer", layer)
                ->ArgNames({"N", "C", "H", "W"})
                ->Args({images, shape[0], shape[1], shape[2]})
                ->Iterations(isLarge ? kFewRuns : kRuns)
                ->UseRealTime()
                ->Unit(benchmark::kMicrosecond);
        }
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    registerShapes();
    benchmark::RunSpecifiedBenchmarks();
}

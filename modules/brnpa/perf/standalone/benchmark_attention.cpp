// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// An OpenCV tree compiles every file of perf/, and measures with its own library instead (perf_attention.cpp).
#ifdef BRNPA_STANDALONE
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <opencv2/brnpa.hpp>
#include <stdexcept>
#include <vector>

#include "bound.hpp"
#include "composition.hpp"

// They run in turn, so that whatever else the machine does meets all of them alike, and the counters are ratios of the
// fastest runs:
//   of_bound  time of the K + 1 bare passes over time of the module; 1 is as fast as memory allows
//   speedup   time of the composition over time of the module
//   of_float  time of the module on floats over its time on halves
namespace {

constexpr int kParts = 3;
constexpr int kRuns = 25, kFewRuns = 7;

template <class Action>
double seconds(const Action& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double fastest(const std::vector<double>& values) {
    return *std::min_element(values.begin(), values.end());
}

//! Arguments: N, C, H, W, threads.
void attention(benchmark::State& state) {
    const int sizes[] = {static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                         static_cast<int>(state.range(2)), static_cast<int>(state.range(3))};
    cv::setNumThreads(static_cast<int>(state.range(4)));
    cv::Mat features(4, sizes, CV_32F), vectors, maps, norms, composedVectors, composedMaps;
    cv::randu(features, 0, 1);

    std::vector<double> module, bound, composition;
    for (auto _ : state) {
        module.push_back(seconds([&] { cv::brnpa::representativeVectors(features, vectors, maps, norms); }));
        bound.push_back(seconds([&] { benchmark::DoNotOptimize(memoryPasses(features, kParts)); }));
        composition.push_back(
            seconds([&] { composedOfMatFunctions(features, kParts, composedVectors, composedMaps); }));
        state.SetIterationTime(module.back());
    }
    if (cv::norm(vectors.reshape(1, composedVectors.rows), composedVectors, cv::NORM_INF) > 1e-3)
        throw std::runtime_error("the module and the composition disagree");
    state.counters["fastest_us"] = fastest(module) * 1e6;
    state.counters["of_bound"] = fastest(bound) / fastest(module);
    state.counters["speedup"] = fastest(composition) / fastest(module);
}

void shapes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"N", "C", "H", "W", "threads"});
    for (const int threads : {1, cv::getNumberOfCPUs()})
        for (const int batch : {1, 8}) {
            benchmark->Args({batch, 2048, 24, 8, threads});
            benchmark->Args({batch, 256, 16, 8, threads});
            benchmark->Args({batch, 512, 64, 32, threads});
        }
    benchmark->Iterations(kRuns)->UseManualTime()->Unit(benchmark::kMicrosecond);
}

BENCHMARK(attention)->Apply(shapes);

//! The same features as floats and as halves, in turn. Arguments: N, C, H, W, threads.
void halves(benchmark::State& state) {
    const int sizes[] = {static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                         static_cast<int>(state.range(2)), static_cast<int>(state.range(3))};
    cv::setNumThreads(static_cast<int>(state.range(4)));
    cv::Mat floats(4, sizes, CV_32F), halves, vectors, maps, norms;
    cv::randu(floats, 0, 1);
    floats.convertTo(halves, CV_16F);

    std::vector<double> half, whole;
    for (auto _ : state) {
        whole.push_back(seconds([&] { cv::brnpa::representativeVectors(floats, vectors, maps, norms); }));
        half.push_back(seconds([&] { cv::brnpa::representativeVectors(halves, vectors, maps, norms); }));
        state.SetIterationTime(half.back());
    }
    state.counters["fastest_us"] = fastest(half) * 1e6;
    state.counters["of_float"] = fastest(whole) / fastest(half);
}

void largeShapes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"N", "C", "H", "W", "threads"});
    for (const int threads : {1, cv::getNumberOfCPUs()}) {
        benchmark->Args({1, 512, 64, 32, threads});
        benchmark->Args({1, 2048, 56, 56, threads});
        benchmark->Args({32, 512, 64, 32, threads});
        benchmark->Args({32, 2048, 56, 56, threads});
    }
    benchmark->Iterations(kFewRuns)->UseManualTime()->Unit(benchmark::kMicrosecond);
}

BENCHMARK(halves)->Apply(largeShapes);

//! Arguments: width and height of the image; 3 maps of 8 x 16.
void overlay(benchmark::State& state) {
    const int sizes[] = {3, 16, 8};
    cv::Mat image(static_cast<int>(state.range(1)), static_cast<int>(state.range(0)), CV_8UC3), maps(3, sizes, CV_32F),
        norms(16, 8, CV_32F), blended;
    cv::randu(image, 0, 255);
    cv::randu(maps, 0, 1);
    cv::randu(norms, 0, 1);
    const cv::brnpa::AttentionOverlay painter;
    for (auto _ : state)
        painter.apply(image, maps, norms, blended);
}

BENCHMARK(overlay)->ArgNames({"width", "height"})->Args({64, 128})->Args({1920, 1080})->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
#endif

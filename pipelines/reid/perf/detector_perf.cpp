// What detectors cost for a frame, in processor time: HOG, and every detector that is named.
//
//   detector_perf [DETECTOR...] [--benchmark_...]
//
// A detector is what brnpa detect --detector takes: a model folder or a network file; FILE@WxH sets the input size. The
// frame is noise of 768 x 576 pixels, so nobody is found; a network's time does not depend on it. Read the ratios
// within one run.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>

#include "reid/errors.hpp"
#include "reid/open_detector.hpp"

namespace {

cv::Mat noise() {
    cv::Mat frame(576, 768, CV_8UC3);
    cv::RNG random(1);
    random.fill(frame, cv::RNG::UNIFORM, 0, 256);
    return frame;
}

std::shared_ptr<reid::Detector> open(const std::string& named) {
    const size_t at = named.rfind('@');
    reid::DetectorOptions options;
    cv::Size size;
    if (at != std::string::npos && std::sscanf(named.c_str() + at, "@%dx%d", &size.width, &size.height) == 2) {
        options.inputSize = size;
    }
    return reid::openDetector(options.inputSize ? named.substr(0, at) : named, options);
}

void detect(benchmark::State& state, const std::shared_ptr<reid::Detector>& detector) {
    const cv::Mat frame = noise();
    for (auto _ : state)
        benchmark::DoNotOptimize(detector->detect(frame));
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);  // takes its own arguments away
    try {
        for (int i = 0; i < argc; ++i) {
            const std::string named = i == 0 ? "hog" : argv[i];
            benchmark::RegisterBenchmark(named.c_str(), detect, open(named))
                ->Unit(benchmark::kMillisecond)
                ->MeasureProcessCPUTime();
        }
    } catch (const reid::InputError& error) {
        std::fprintf(stderr, "detector_perf: %s\n", error.what());
        return 3;
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

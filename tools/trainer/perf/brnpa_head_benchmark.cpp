#include <benchmark/benchmark.h>

#include "common/memory.hpp"
#include "heads/brnpa_head.hpp"

namespace brnpa::trainer {
namespace {

constexpr int parts = 3;
constexpr double epsilon = 1e-5;

//! Forward and backward of a batch, as a training step runs them. Range: images, channels, height, width.
template <BrnpaOutput (*head)(const torch::Tensor&, int, double)>
void step(benchmark::State& state) {
    torch::manual_seed(1);
    auto features = torch::rand({state.range(0), state.range(1), state.range(2), state.range(3)})
                        .contiguous(torch::MemoryFormat::ChannelsLast)
                        .set_requires_grad(true);
    const auto onVectors = torch::randn({state.range(0), parts * state.range(1)});
    for (auto _ : state) {
        features.mutable_grad() = torch::Tensor();
        (head(features, parts, epsilon).vectors * onVectors).sum().backward();
        benchmark::DoNotOptimize(features.grad().data_ptr<float>());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

#define BRNPA_SHAPES \
    ->Args({64, 512, 8, 4})->Args({64, 256, 16, 8})->Args({64, 256, 32, 16})->Args({8, 2048, 64, 32})->UseRealTime()
BENCHMARK_TEMPLATE(step, brnpaHead)->Name("kernel") BRNPA_SHAPES;
BENCHMARK_TEMPLATE(step, brnpaComposition)->Name("composition") BRNPA_SHAPES;

}  // namespace
}  // namespace brnpa::trainer

int main(int argc, char** argv) {
    brnpa::trainer::keepFreedMemory();  // as the program does
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}

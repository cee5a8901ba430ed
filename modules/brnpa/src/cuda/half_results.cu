// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "half_results.hpp"
#include "platform.cuh"

namespace brnpa_cuda {

namespace {

//! A thread a value.
__global__ void __launch_bounds__(kMaxThreads) toHalfKernel(const float* from, __half* to, std::size_t count) {
    const std::size_t i = static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) to[i] = __float2half_rn(from[i]);
}

int launchToHalf(const float* from, void* to, std::size_t count, Stream stream) {
    constexpr int kThreads = 256;
    return launch(toHalfKernel, (count + kThreads - 1) / kThreads, kThreads, 0, stream, from, static_cast<__half*>(to),
                  count);
}

struct FloatResults {
    std::size_t vectors, maps, norms;  // how many
    Outputs out;                       // in scratch
    void* scratch;                     // what is left of it

    FloatResults(const Features& features, const Options& options, Arena& memory)
        : vectors(options.parts * features.images * features.channels),
          maps(options.parts * features.images * features.pixels),
          norms(static_cast<std::size_t>(features.images) * features.pixels),
          out{memory.take<float>(vectors), memory.take<float>(maps), memory.take<float>(norms)},
          scratch(memory.take<unsigned char>(0)) {}
};

}  // namespace

std::size_t halfScratchBytes(const Features& features, const Options& options, const Plan& plan) {
    Arena memory(nullptr);
    FloatResults(features, options, memory);
    return memory.bytes() + scratchBytes(features, options, plan);
}

int representativeVectors(const Features& features, const Options& options, const HalfOutputs& out, const Plan& plan,
                          void* scratch, Stream stream) {
    Arena memory(scratch);
    const FloatResults results(features, options, memory);
    int error = representativeVectors(features, options, results.out, plan, results.scratch, stream);
    if (!error) error = launchToHalf(results.out.vectors, out.vectors, results.vectors, stream);
    if (!error) error = launchToHalf(results.out.maps, out.maps, results.maps, stream);
    if (!error) error = launchToHalf(results.out.norms, out.norms, results.norms, stream);
    return error;
}

}  // namespace brnpa_cuda

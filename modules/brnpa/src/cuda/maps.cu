// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "seed.cuh"

namespace brnpa_cuda {

namespace {

struct MapsMemory {
    __host__ __device__ MapsMemory(Arena& memory, int threads)
        : reduction(memory, threads), groupSums(memory.take<double>(threads)) {}

    ReductionMemory reduction;
    double* groupSums;  // warps x 32 channels
};

//! w_i = s_i / sum s and a_i <- (1 - s_i) a_i, in one block; then the seed of the next part.
__device__ void finishMap(const Job& job, int image, int part, double sum, const MapsMemory& memory) {
    const int P = job.features.pixels, K = static_cast<int>(job.options.parts);
    const std::size_t offset = static_cast<std::size_t>(image) * P;
    float* const map = job.out.maps + (static_cast<std::size_t>(image) * K + part) * P;
    const bool byWeight = job.options.suppression == brnpa_kernel::Suppression::Weight;
    Candidate best = noCandidate();
    for (int i = threadIdx.x; i < P; i += blockDim.x) {
        const float similarity = job.similarity[offset + i];
        const float weight = sum == 0 ? 1.f / static_cast<float>(P) : static_cast<float>(similarity / sum);
        map[i] = weight;
        const float activity = job.activity[offset + i] * (1.f - (byWeight ? weight : similarity));
        job.activity[offset + i] = activity;
        best = better(best, candidate(activity, i));
    }
    if (part + 1 < K) chooseSeed(job, image, part + 1, best, memory.reduction.candidates);
}

//! v = (sum s_i x_i) / (sum s_i) of 32 channels: a lane a channel, the tiles divided among the warps.
__device__ void finishVector(const Job& job, int image, int part, int slice, double sum, const MapsMemory& memory) {
    const int C = job.features.channels, P = job.features.pixels;
    const int lane = threadIdx.x % kWarp, warp = threadIdx.x / kWarp, warps = blockDim.x / kWarp;
    const int c = slice * kWarp + lane;
    const std::size_t row = static_cast<std::size_t>(image) * job.options.parts + part;
    double total = 0;
    if (c >= C) {
        // nothing to add
    } else if (!job.options.refine) {
        if (warp == 0) total = feature(job, image, c, job.seeds[row]);
    } else if (sum == 0) {
        for (int i = warp; i < P; i += warps)
            total += feature(job, image, c, i);
    } else {
        const float* const partial = job.partial + static_cast<std::size_t>(image) * job.tiles * C + c;
        for (int tile = warp; tile < job.tiles; tile += warps)
            total += partial[static_cast<std::size_t>(tile) * C];
    }
    memory.groupSums[warp * kWarp + lane] = total;
    __syncthreads();
    if (warp != 0 || c >= C) return;
    for (int group = 1; group < warps; ++group)
        total += memory.groupSums[group * kWarp + lane];
    const double divisor = !job.options.refine ? 1. : sum == 0 ? P : sum;
    job.out.vectors[row * C + c] = static_cast<float>(total / divisor);
}

__device__ void writeNaN(const Job& job, int image, int part, int slice) {
    const int C = job.features.channels, P = job.features.pixels;
    const std::size_t row = static_cast<std::size_t>(image) * job.options.parts + part;
    if (slice < 0) {
        for (int i = threadIdx.x; i < P; i += blockDim.x)
            job.out.maps[row * P + i] = NAN;
    } else if (threadIdx.x < kWarp && slice * kWarp + static_cast<int>(threadIdx.x) < C) {
        job.out.vectors[row * C + slice * kWarp + threadIdx.x] = NAN;
    }
}

//! Of each image one block for the map and one for each 32 channels of the vector.
__global__ void __launch_bounds__(kMaxThreads, kBlocks) mapsKernel(const Job job, int part) {
    const int P = job.features.pixels, blocks = 1 + (job.features.channels + kWarp - 1) / kWarp;
    const int image = blockIdx.x / blocks, slice = static_cast<int>(blockIdx.x % blocks) - 1;
    const std::size_t row = static_cast<std::size_t>(image) * job.options.parts + part;
    Arena shared(sharedMemory());
    const MapsMemory memory(shared, blockDim.x);

    const bool finite = job.finite[image] != 0;
    double sum = 0;
    if (finite) {
        for (int i = threadIdx.x; i < P; i += blockDim.x)
            sum += job.similarity[static_cast<std::size_t>(image) * P + i];
        sum = blockSum(sum, memory.reduction.sums);
        if (slice < 0)
            finishMap(job, image, part, sum, memory);
        else
            finishVector(job, image, part, slice, sum, memory);
    } else {
        writeNaN(job, image, part, slice);
    }
    if (slice < 0 && threadIdx.x == 0) {
        if (job.out.seeds) job.out.seeds[row] = finite ? job.seeds[row] : 0;
        if (job.out.sums) job.out.sums[row] = static_cast<float>(sum);
    }
}

}  // namespace

int launchMaps(const Job& job, const Plan& plan, int part, Stream stream) {
    Arena shared(nullptr);
    MapsMemory(shared, plan.threads);
    const std::size_t blocks = 1 + (static_cast<std::size_t>(job.features.channels) + kWarp - 1) / kWarp;
    return launch(mapsKernel, blocks * job.features.images, plan.threads, shared.bytes(), stream, job, part);
}

}  // namespace brnpa_cuda

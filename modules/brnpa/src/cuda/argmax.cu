// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "seed.cuh"

namespace brnpa_cuda {

namespace {

//! A block an image: a = n, and the seed of the first part.
__global__ void __launch_bounds__(kMaxThreads) firstSeedKernel(const Job job) {
    const int image = blockIdx.x, P = job.features.pixels;
    Arena shared(sharedMemory());
    const ReductionMemory memory(shared, blockDim.x);
    const std::size_t offset = static_cast<std::size_t>(image) * P;

    double sum = 0;
    Candidate best = noCandidate();
    for (int i = threadIdx.x; i < P; i += blockDim.x) {
        const float norm = job.out.norms[offset + i], activity = startActivity(job.options, image, i, norm);
        job.activity[offset + i] = activity;
        sum += norm;
        best = better(best, candidate(activity, i));
    }
    const bool finite = std::isfinite(blockSum(sum, memory.sums));
    if (threadIdx.x == 0) job.finite[image] = finite;
    if (finite) chooseSeed(job, image, 0, best, memory.candidates);
}

}  // namespace

int launchFirstSeed(const Job& job, const Plan& plan, Stream stream) {
    Arena shared(nullptr);
    ReductionMemory(shared, plan.threads);
    return launch(firstSeedKernel, job.features.images, plan.threads, shared.bytes(), stream, job);
}

}  // namespace brnpa_cuda

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "job.cuh"

namespace brnpa_cuda {

namespace {

//! Divides the scratch among the arrays of a job; with a base of nullptr only to know its size.
std::size_t divideScratch(Job& job, void* base) {
    Arena memory(base);
    const std::size_t N = job.features.images, C = job.features.channels, P = job.features.pixels;
    job.activity = memory.take<float>(N * P);
    job.similarity = memory.take<float>(N * P);
    job.unitSeed = memory.take<float>(N * C);
    job.partial = memory.take<float>(job.options.refine ? N * job.tiles * C : 0);
    job.seeds = memory.take<std::int32_t>(N * job.options.parts);
    job.finite = memory.take<int>(N);
    return memory.bytes();
}

Job jobOf(const Features& features, const Options& options, const Outputs& out, const Plan& plan) {
    Job job{};
    job.features = features;
    job.options = options;
    job.out = out;
    job.columns = plan.columns;
    job.tiles = plan.tiles(features);
    return job;
}

}  // namespace

std::size_t scratchBytes(const Features& features, const Options& options, const Plan& plan) {
    if (plan.wholeImage) return 0;
    Job job = jobOf(features, options, Outputs{}, plan);
    return divideScratch(job, nullptr);
}

int representativeVectors(const Features& features, const Options& options, const Outputs& out, const Plan& plan,
                          void* scratch, Stream stream) {
    Job job = jobOf(features, options, out, plan);
    if (plan.wholeImage) return launchWholeImage(job, plan, stream);
    divideScratch(job, scratch);
    int error = launchNorms(job, plan, stream);
    if (!error) error = launchFirstSeed(job, plan, stream);
    for (int part = 0; !error && part < static_cast<int>(options.parts); ++part) {
        error = launchPart(job, plan, stream);
        if (!error) error = launchMaps(job, plan, part, stream);
    }
    return error;
}

}  // namespace brnpa_cuda

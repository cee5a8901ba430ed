// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attend.hpp"

#include "compat.hpp"
#include "kernel/representative_vectors.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

brnpa_kernel::Options kernelOptions(const AttentionParams& params) {
    brnpa_kernel::Options options;
    options.parts = static_cast<size_t>(params.numParts);
    options.epsilon = params.epsilon;
    options.suppression = params.suppression == SUPPRESS_BY_WEIGHT ? brnpa_kernel::Suppression::Weight
                                                                   : brnpa_kernel::Suppression::Similarity;
    options.activation = params.activation == ACTIVATION_SQUARED_NORM ? brnpa_kernel::Activation::SquaredNorm
                                                                      : brnpa_kernel::Activation::Norm;
    options.refine = params.refine;
    options.seeds = params.seeds == SEEDS_RANDOM ? brnpa_kernel::Seeds::Random : brnpa_kernel::Seeds::ByActivity;
    options.randomSeed = static_cast<std::uint32_t>(params.randomSeed);
    return options;
}

void checkParams(const AttentionParams& params) {
    if (params.numParts < 1)
        CV_Error(Error::StsBadArg, format("BRNPA: num_parts is %d, must be 1 or more", params.numParts));
    if (!(params.epsilon > 0) || cvIsInf(params.epsilon))
        CV_Error(Error::StsBadArg, format("BRNPA: epsilon is %g, must be finite and above 0", params.epsilon));
    if (params.suppression != SUPPRESS_BY_SIMILARITY && params.suppression != SUPPRESS_BY_WEIGHT)
        CV_Error(Error::StsBadArg,
                 format("BRNPA: suppression is %d, not one of cv::brnpa::Suppression", params.suppression));
    if (params.activation != ACTIVATION_NORM && params.activation != ACTIVATION_SQUARED_NORM)
        CV_Error(Error::StsBadArg,
                 format("BRNPA: activation is %d, not one of cv::brnpa::Activation", params.activation));
    if (params.seeds != SEEDS_BY_ACTIVITY && params.seeds != SEEDS_RANDOM)
        CV_Error(Error::StsBadArg, format("BRNPA: seeds is %d, not one of cv::brnpa::Seeds", params.seeds));
}

void checkPartsFit(int numParts, int height, int width) {
    if (static_cast<int64>(numParts) > static_cast<int64>(height) * width)
        CV_Error(Error::StsBadArg,
                 format("BRNPA: num_parts is %d, more than the %d x %d = %lld pixels of the feature map", numParts,
                        height, width, static_cast<long long>(height) * width));
}

size_t scratchSize(const brnpa_kernel::Shape& shape, const AttentionParams& params) {
    return brnpa_kernel::scratchFloats(shape, kernelOptions(params));
}

bool isFeatureType(int type) {
    return type == CV_32FC1 || type == CV_16FC1 || type == kBFloat16;
}

void attend(const Mat& features, const AttentionParams& params, Mat& vectors, Mat& maps, Mat& norms, float* scratch) {
    const auto size = [&](int dim) { return static_cast<size_t>(features.size[dim]); };
    const brnpa_kernel::Shape shape{size(0), size(1), size(2) * size(3)};
    const brnpa_kernel::Outputs outputs{vectors.ptr<float>(), maps.ptr<float>(), norms.ptr<float>()};
    const auto parallelFor = [](size_t begin, size_t end, const auto& work) {
        parallel_for_(
            Range(static_cast<int>(begin), static_cast<int>(end)),
            [&](const Range& range) { work(static_cast<size_t>(range.start), static_cast<size_t>(range.end)); },
            getNumThreads());
    };
    const auto run = [&](const auto* x) {
        brnpa_kernel::representativeVectors(x, shape, kernelOptions(params), outputs, scratch, parallelFor);
    };
    if (features.depth() == CV_16F)
        run(features.ptr<brnpa_kernel::Half>());
    else if (features.depth() == kBFloat16)
        run(features.ptr<brnpa_kernel::BFloat16>());
    else
        run(features.ptr<float>());
}

}  // namespace brnpa
}  // namespace cv

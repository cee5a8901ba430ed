// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attend.hpp"
#include "precomp.hpp"
#include "unfold_channels.hpp"

namespace cv {
namespace brnpa {

namespace {

//! Checked features as N x C x H x W, contiguous.
Mat batchOf(InputArray features) {
    Mat x = unfoldChannels(features.getMat());
    if (x.empty()) CV_Error(Error::StsBadSize, "BRNPA: features are empty");
    if (!isFeatureType(x.type()))
        CV_Error(Error::StsUnsupportedFormat, format("BRNPA: features are of type %s, must be CV_32FC1 or CV_16FC1",
                                                     typeToString(x.type()).c_str()));
    if (x.dims != 3 && x.dims != 4)
        CV_Error(Error::StsBadSize, format("BRNPA: features have %d dimensions, must have 3 or 4", x.dims));
    if (!x.isContinuous()) x = x.clone();
    if (x.dims == 4) return x;
    const int sizes[] = {1, x.size[0], x.size[1], x.size[2]};
    return x.reshape(1, 4, sizes);
}

Mat allocate(OutputArray out, const std::vector<int>& sizes) {
    const int dims = static_cast<int>(sizes.size());
    if (!out.needed()) return Mat(dims, sizes.data(), CV_32F);
    out.create(dims, sizes.data(), CV_32F);
    // A view that create() accepts because its size fits may still have gaps; the kernel writes without any.
    if (!out.getMat().isContinuous()) CV_Error(Error::StsBadArg, "BRNPA: an output is not contiguous");
    return out.getMat();
}

}  // namespace

AttentionParams::AttentionParams()
    : numParts(3),
      epsilon(1e-5f),
      suppression(SUPPRESS_BY_SIMILARITY),
      activation(ACTIVATION_NORM),
      refine(true),
      seeds(SEEDS_BY_ACTIVITY),
      randomSeed(0) {}

void representativeVectors(InputArray features, OutputArray vectors, OutputArray maps, OutputArray norms,
                           const AttentionParams& params) {
    checkParams(params);
    Mat x = batchOf(features);
    const int N = x.size[0], C = x.size[1], H = x.size[2], W = x.size[3], K = params.numParts;
    checkPartsFit(K, H, W);

    Mat v = allocate(vectors, {N, K * C}), m = allocate(maps, {N, K, H, W}), n = allocate(norms, {N, 1, H, W});
    if (v.data == x.data || m.data == x.data || n.data == x.data) x = x.clone();

    const brnpa_kernel::Shape shape{static_cast<size_t>(N), static_cast<size_t>(C), static_cast<size_t>(H) * W};
    AutoBuffer<float> scratch(scratchSize(shape, params));
    attend(x, params, v, m, n, scratch.data());
}

}  // namespace brnpa
}  // namespace cv

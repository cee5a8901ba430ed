// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "layer_gpu.hpp"

#include "attend.hpp"
#include "precomp.hpp"

#ifdef BRNPA_HAVE_CUDA
#include "cuda/half_results.hpp"

namespace cv {
namespace brnpa {

using brnpa_cuda::Element;

namespace {

size_t scratchBytesOf(const brnpa_cuda::Features& features, const brnpa_kernel::Options& options,
                      const brnpa_cuda::Plan& plan) {
    return features.element == Element::Half ? brnpa_cuda::halfScratchBytes(features, options, plan)
                                             : brnpa_cuda::scratchBytes(features, options, plan);
}

brnpa_cuda::Device currentDevice() {
    brnpa_cuda::Device device{};
    checkLaunch(brnpa_cuda::currentDevice(device));
    return device;
}

}  // namespace

brnpa_cuda::Features deviceFeatures(const void* data, Element element, int images, int channels, int height,
                                    int width) {
    const int pixels = height * width;
    return {data, element, images, channels, pixels, static_cast<size_t>(pixels)};
}

size_t deviceScratchBytes(const brnpa_cuda::Features& features, const AttentionParams& params) {
    const brnpa_cuda::Device device = currentDevice();
    size_t most = 0;
    // The plan for an aligned address, and for one that is not.
    for (const std::uintptr_t address : {0, 1}) {
        brnpa_cuda::Features there = features;
        there.data = reinterpret_cast<const void*>(address);
        most = std::max(most, scratchBytesOf(there, kernelOptions(params), brnpa_cuda::planFor(there, device)));
    }
    return most;
}

void attendOnDevice(const DeviceTensors& tensors, const AttentionParams& params, void* scratch,
                    brnpa_cuda::Stream stream) {
    const brnpa_kernel::Options options = kernelOptions(params);
    const brnpa_cuda::Plan plan = brnpa_cuda::planFor(tensors.features, currentDevice());
    if (tensors.features.element == Element::Half) {
        const brnpa_cuda::HalfOutputs out{tensors.vectors, tensors.maps, tensors.norms};
        checkLaunch(brnpa_cuda::representativeVectors(tensors.features, options, out, plan, scratch, stream));
    } else {
        const brnpa_cuda::Outputs out{static_cast<float*>(tensors.vectors), static_cast<float*>(tensors.maps),
                                      static_cast<float*>(tensors.norms)};
        checkLaunch(brnpa_cuda::representativeVectors(tensors.features, options, out, plan, scratch, stream));
    }
}

}  // namespace brnpa
}  // namespace cv
#endif

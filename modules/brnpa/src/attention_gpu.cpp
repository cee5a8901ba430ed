// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attend.hpp"
#include "gpu.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

#ifdef BRNPA_HAVE_CUDA

namespace {

void checkFeatures(const cuda::GpuMat& features, int images) {
    if (features.empty()) CV_Error(Error::StsBadSize, "BRNPA: features are empty");
    if (features.type() != CV_32FC1 && features.type() != CV_16FC1)
        CV_Error(Error::StsUnsupportedFormat, format("BRNPA: features are of type %s, must be CV_32FC1 or CV_16FC1",
                                                     typeToString(features.type()).c_str()));
    if (images < 1 || features.rows % images != 0)
        CV_Error(Error::StsBadSize, format("BRNPA: %d rows of features are not a number of channels for %d images",
                                           features.rows, images));
}

//! Continuous, CV_32F.
float* allocate(cuda::GpuMat& out, int rows, int cols, const cuda::GpuMat& features) {
    cuda::createContinuous(rows, cols, CV_32F, out);
    if (out.datastart == features.datastart) CV_Error(Error::StsBadArg, "BRNPA: an output is the features");
    return out.ptr<float>();
}

}  // namespace

cuda::Stream& defaultStream() {
    return cuda::Stream::Null();
}

void representativeVectors(const cuda::GpuMat& features, int images, cuda::GpuMat& vectors, cuda::GpuMat& maps,
                           cuda::GpuMat& norms, const AttentionParams& params, cuda::Stream& stream) {
    checkParams(params);
    checkFeatures(features, images);
    const int K = params.numParts, C = features.rows / images, P = features.cols;
    checkPartsFit(K, 1, P);

    const auto element = features.depth() == CV_32F ? brnpa_cuda::Element::Float : brnpa_cuda::Element::Half;
    const brnpa_cuda::Features x{features.data, element, images, C, P, features.step / features.elemSize()};
    const brnpa_cuda::Outputs out{allocate(vectors, images, K * C, features), allocate(maps, images * K, P, features),
                                  allocate(norms, images, P, features)};
    brnpa_cuda::Device device{};
    checkLaunch(brnpa_cuda::currentDevice(device));
    const brnpa_cuda::Plan plan = brnpa_cuda::planFor(x, device);
    const brnpa_cuda::Options options = kernelOptions(params);
    cuda::GpuMat scratch = scratchOf(brnpa_cuda::scratchBytes(x, options, plan), stream);
    checkLaunch(brnpa_cuda::representativeVectors(x, options, out, plan, scratch.data,
                                                  cuda::StreamAccessor::getStream(stream)));
}

#else

cuda::Stream& defaultStream() {
    throwNoCuda();
}

void representativeVectors(const cuda::GpuMat&, int, cuda::GpuMat&, cuda::GpuMat&, cuda::GpuMat&,
                           const AttentionParams&, cuda::Stream&) {
    throwNoCuda();
}

#endif

}  // namespace brnpa
}  // namespace cv

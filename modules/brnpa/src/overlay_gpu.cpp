// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gpu.hpp"
#include "precomp.hpp"

#ifdef BRNPA_HAVE_CUDA
#include "cuda/overlay.hpp"
#include "plasma.hpp"
#endif

namespace cv {
namespace brnpa {

#ifdef BRNPA_HAVE_CUDA

namespace {

void checkFloats(const cuda::GpuMat& m, const char* name, int rows, Size mapSize) {
    if (m.type() != CV_32FC1)
        CV_Error(Error::StsUnsupportedFormat,
                 format("BRNPA: %s are of type %s, must be CV_32FC1", name, typeToString(m.type()).c_str()));
    if (m.rows != rows || mapSize.height < 1 || mapSize.width < 1 ||
        int64{m.cols} != int64{mapSize.height} * mapSize.width)
        CV_Error(Error::StsBadSize, format("BRNPA: %s are %d x %d, must be %d x (%d * %d)", name, m.rows, m.cols, rows,
                                           mapSize.height, mapSize.width));
}

//! All but where the result goes.
brnpa_cuda::Overlay overlayOf(const cuda::GpuMat& maps, const cuda::GpuMat& norms, Size mapSize,
                              const OverlayParams& params) {
    if (maps.empty()) CV_Error(Error::StsBadSize, "BRNPA: maps are empty");
    checkFloats(maps, "maps", maps.rows, mapSize);
    if (!norms.empty()) checkFloats(norms, "norms", 1, mapSize);
    brnpa_cuda::Overlay overlay{};
    overlay.maps = maps.ptr<float>();
    overlay.mapStride = maps.step;
    overlay.norms = norms.empty() ? nullptr : norms.ptr<float>();
    overlay.parts = maps.rows;
    overlay.mapHeight = mapSize.height;
    overlay.mapWidth = mapSize.width;
    overlay.perMap = params.normalization == NORMALIZE_PER_MAP;
    overlay.nearest = params.interpolation == UPSAMPLE_NEAREST;
    overlay.colorWeight = params.colorWeight;
    overlay.grayWeight = params.grayWeight;
    std::copy_n(plasma().ptr(), sizeof overlay.scale, &overlay.scale[0][0]);
    return overlay;
}

void paint(const brnpa_cuda::Overlay& overlay, cuda::Stream& stream) {
    cuda::GpuMat scratch = scratchOf(brnpa_cuda::overlayScratchBytes(overlay), stream);
    checkLaunch(brnpa_cuda::paintOverlay(overlay, scratch.data, cuda::StreamAccessor::getStream(stream)));
}

}  // namespace

void AttentionOverlay::colors(const cuda::GpuMat& maps, const cuda::GpuMat& norms, Size mapSize, cuda::GpuMat& colors,
                              Size size, cuda::Stream& stream) const {
    if (size.width < 0 || size.height < 0)
        CV_Error(Error::StsBadSize, format("BRNPA: size is %d x %d, must not be negative", size.width, size.height));
    brnpa_cuda::Overlay overlay = overlayOf(maps, norms, mapSize, params_);
    colors.create(size.empty() ? mapSize : size, CV_32FC3);
    overlay.colors = colors.ptr<float>();
    overlay.colorsStride = colors.step;
    overlay.height = colors.rows;
    overlay.width = colors.cols;
    paint(overlay, stream);
}

void AttentionOverlay::apply(const cuda::GpuMat& image, const cuda::GpuMat& maps, const cuda::GpuMat& norms,
                             Size mapSize, cuda::GpuMat& blended, cuda::Stream& stream) const {
    if (image.empty()) CV_Error(Error::StsBadSize, "BRNPA: the image is empty");
    if (image.type() != CV_8UC1 && image.type() != CV_8UC3 && image.type() != CV_8UC4)
        CV_Error(Error::StsUnsupportedFormat,
                 format("BRNPA: the image is of type %s, must be CV_8UC1, CV_8UC3 or CV_8UC4",
                        typeToString(image.type()).c_str()));
    brnpa_cuda::Overlay overlay = overlayOf(maps, norms, mapSize, params_);
    const cuda::GpuMat source = image;  // blended may be the same object and get other memory
    blended.create(source.size(), source.type() == CV_8UC4 ? CV_8UC4 : CV_8UC3);
    overlay.image = source.data;
    overlay.imageStride = source.step;
    overlay.channels = source.channels();
    overlay.blended = blended.data;
    overlay.blendedStride = blended.step;
    overlay.height = source.rows;
    overlay.width = source.cols;
    paint(overlay, stream);
}

#else

void AttentionOverlay::colors(const cuda::GpuMat&, const cuda::GpuMat&, Size, cuda::GpuMat&, Size,
                              cuda::Stream&) const {
    throwNoCuda();
}

void AttentionOverlay::apply(const cuda::GpuMat&, const cuda::GpuMat&, const cuda::GpuMat&, Size, cuda::GpuMat&,
                             cuda::Stream&) const {
    throwNoCuda();
}

#endif

}  // namespace brnpa
}  // namespace cv

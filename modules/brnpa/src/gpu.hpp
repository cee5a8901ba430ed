// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_GPU_HPP
#define OPENCV_BRNPA_GPU_HPP

#include <opencv2/core.hpp>
#include <opencv2/core/cuda.hpp>

#ifdef BRNPA_HAVE_CUDA
#include <opencv2/core/cuda_stream_accessor.hpp>

#include "cuda/launchers.hpp"
#endif

// What the functions on cv::cuda::GpuMat share.
namespace cv {
namespace brnpa {

#ifdef BRNPA_HAVE_CUDA

inline void checkLaunch(int error) {
    if (error != brnpa_cuda::kSuccess)
        CV_Error(Error::GpuApiCallError, format("BRNPA: CUDA error %d, %s", error, brnpa_cuda::errorText(error)));
}

//! Of a continuous GpuMat of at least so many bytes, whose rows and columns are int.
inline Size scratchSizeOf(size_t bytes) {
    constexpr size_t kRow = 1 << 16;  // bytes
    return Size(static_cast<int>(kRow), static_cast<int>((bytes + kRow - 1) / kRow));
}

//! From the pool of the stream, in whose order it may be used again.
inline cuda::GpuMat scratchOf(size_t bytes, cuda::Stream& stream) {
    if (bytes == 0) return cuda::GpuMat();
    const cuda::GpuMat scratch = cuda::BufferPool(stream).getBuffer(scratchSizeOf(bytes), CV_8UC1);
    CV_Assert(scratch.isContinuous());
    return scratch;
}

#else

[[noreturn]] inline void throwNoCuda() {
    CV_Error(Error::GpuNotSupported,
             "BRNPA: this build of the module has no CUDA; build it in an OpenCV tree with -DWITH_CUDA=ON, or with "
             "-DBRNPA_WITH_CUDA=ON against an installed OpenCV that has CUDA");
}

#endif

}  // namespace brnpa
}  // namespace cv

#endif

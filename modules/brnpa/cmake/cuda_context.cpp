// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Compiles where the context of cv::dnn's CUDA backend begins with its stream, as src/layer_cuda_executor.cpp takes it
// to.
#include <op_cuda.hpp>
#include <type_traits>

using cv::dnn::cuda4dnn::csl::CSLContext;

static_assert(std::is_standard_layout<CSLContext>::value, "its address has to be that of its first member");
static_assert(offsetof(CSLContext, stream) == 0, "the stream has to be that member");

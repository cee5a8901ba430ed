// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The kernels as C++: the same sources that a CUDA compiler gets.
#ifdef BRNPA_CUDA_EMULATION
#include "../../src/cuda/argmax.cu"
#include "../../src/cuda/half_results.cu"
#include "../../src/cuda/maps.cu"
#include "../../src/cuda/norms.cu"
#include "../../src/cuda/overlay.cu"
#include "../../src/cuda/part.cu"
#include "../../src/cuda/representative_vectors.cu"
#include "../../src/cuda/whole_image.cu"
#endif

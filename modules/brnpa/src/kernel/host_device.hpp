// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_HOST_DEVICE_HPP
#define BRNPA_KERNEL_HOST_DEVICE_HPP

//! Of a function that CUDA kernels call as well.
#ifdef __CUDACC__
#define BRNPA_HOST_DEVICE __host__ __device__
#else
#define BRNPA_HOST_DEVICE
#endif

#endif

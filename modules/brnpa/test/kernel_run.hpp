// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_KERNEL_RUN_HPP
#define OPENCV_TEST_BRNPA_KERNEL_RUN_HPP

#include <cstdint>
#include <vector>

#include "../src/kernel/representative_vectors.hpp"

namespace opencv_test {

//! Results of the kernel, in buffers of exactly their size: address sanitizers see any step beyond.
struct KernelRun {
    std::vector<float> vectors, maps, norms;
    std::vector<std::int32_t> seeds;

    struct ThisThread {
        template <class Work>
        void operator()(std::size_t begin, std::size_t end, const Work& work) const {
            work(begin, end);
        }
    };

    template <class Element, class ParallelFor = ThisThread>
    KernelRun(const std::vector<Element>& x, const brnpa_kernel::Shape& shape, const brnpa_kernel::Options& options,
              const ParallelFor& parallelFor = ParallelFor())
        : vectors(shape.images * options.parts * shape.channels),
          maps(shape.images * options.parts * shape.pixels),
          norms(shape.images * shape.pixels),
          seeds(shape.images * options.parts, -1) {
        // Whatever was in the scratch before must not matter.
        std::vector<float> scratch(brnpa_kernel::scratchFloats(shape, options),
                                   std::numeric_limits<float>::quiet_NaN());
        brnpa_kernel::representativeVectors(
            x.data(), shape, options, brnpa_kernel::Outputs{vectors.data(), maps.data(), norms.data(), seeds.data()},
            scratch.data(), parallelFor);
    }
};

}  // namespace opencv_test

#endif

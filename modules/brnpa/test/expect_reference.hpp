// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_EXPECT_REFERENCE_HPP
#define OPENCV_TEST_BRNPA_EXPECT_REFERENCE_HPP

#include <cstdint>
#include <vector>

#include "../src/kernel/options.hpp"
#include "reference.hpp"
#include "test_precomp.hpp"

namespace opencv_test {

constexpr double kRelative = 1e-5;  // what the module promises against double

//! Compares one run with the reference, which follows the kernel's seeds as long as they are among the most active
//! pixels.
//! @param run with vectors, maps, norms and seeds: a KernelRun, or of another implementation.
template <class Run>
void expectAsReference(const std::vector<float>& x, const brnpa_kernel::Shape& shape,
                       const brnpa_kernel::Options& options, const Run& run) {
    const std::size_t C = shape.channels, P = shape.pixels, K = options.parts;
    for (std::size_t n = 0; n < shape.images; ++n) {
        Reference reference(x.data() + n * C * P, C, P);
        reference.bySimilarity = options.suppression == brnpa_kernel::Suppression::Similarity;
        reference.squaredNorm = options.activation == brnpa_kernel::Activation::SquaredNorm;
        reference.refine = options.refine;
        reference.start();
        const double greatestActivity = *std::max_element(reference.activity.begin(), reference.activity.end());
        double worstCondition = 1;
        for (std::size_t i = 0; i < P; ++i)
            ASSERT_NEAR(run.norms[n * P + i], reference.norms[i], kRelative * reference.norms[i]) << "norm " << i;
        for (std::size_t k = 0; k < K; ++k) {
            const std::int32_t seed = run.seeds[n * K + k];
            ASSERT_GE(seed, 0);
            ASSERT_LT(static_cast<std::size_t>(seed), P);
            const Reference::Part part = reference.next(static_cast<std::size_t>(seed));
            ASSERT_LE(part.activityGap, kRelative * greatestActivity * worstCondition) << "seed of part " << k;
            if (!reference.bySimilarity) worstCondition = std::max(worstCondition, part.condition);

            double greatest = 0;
            for (const double w : part.map)
                greatest = std::max(greatest, std::abs(w));
            for (std::size_t i = 0; i < P; ++i)
                ASSERT_NEAR(run.maps[(n * K + k) * P + i], part.map[i], kRelative * greatest * part.condition)
                    << "map " << k << " pixel " << i;
            for (std::size_t c = 0; c < C; ++c) {
                double scale = 0;
                for (std::size_t i = 0; i < P; ++i)
                    scale += std::abs(part.map[i] * reference.pixels[i][c]);
                if (!options.refine) scale = std::abs(part.vector[c]);
                ASSERT_NEAR(run.vectors[(n * K + k) * C + c], part.vector[c], kRelative * scale * part.condition)
                    << "vector " << k << " channel " << c;
            }
        }
    }
}

}  // namespace opencv_test

#endif

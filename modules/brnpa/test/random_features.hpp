// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_RANDOM_FEATURES_HPP
#define OPENCV_TEST_BRNPA_RANDOM_FEATURES_HPP

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "../src/kernel/options.hpp"

namespace opencv_test {

enum class Content { Positive, Sparse, WideRange, Negative, ZeroPixels, Copies, OneHot, Constant, AllZero, Count };

//! N x C x P
inline std::vector<float> features(Content content, const brnpa_kernel::Shape& shape, std::mt19937& random) {
    const std::size_t C = shape.channels, P = shape.pixels;
    std::vector<float> x(shape.images * C * P, 0.f);
    std::uniform_real_distribution<float> uniform(0.f, 1.f);
    std::normal_distribution<float> normal;
    const float constant = uniform(random) + 0.1f;
    for (std::size_t n = 0; n < shape.images; ++n) {
        const std::size_t hot = random() % P;
        std::vector<char> zero(P);
        for (char& z : zero)
            z = random() % 3 == 0;
        for (std::size_t c = 0; c < C; ++c)
            for (std::size_t i = 0; i < P; ++i) {
                float& value = x[(n * C + c) * P + i];
                switch (content) {
                    case Content::Positive:
                        value = uniform(random);
                        break;
                    case Content::Sparse:
                        value = std::max(0.f, normal(random) - 0.5f);
                        break;
                    case Content::WideRange:
                        value = std::exp(4.f * normal(random));
                        break;
                    case Content::Negative:
                        value = normal(random);
                        break;
                    case Content::ZeroPixels:
                        value = zero[i] ? 0.f : uniform(random);
                        break;
                    case Content::Copies:
                        value = i < (P + 1) / 2 ? uniform(random) : x[(n * C + c) * P + i - (P + 1) / 2];
                        break;
                    case Content::OneHot:
                        value = i == hot ? uniform(random) + 0.1f : 0.f;
                        break;
                    case Content::Constant:
                        value = constant;
                        break;
                    case Content::AllZero:
                    case Content::Count:
                        break;
                }
            }
    }
    return x;
}

}  // namespace opencv_test

#endif

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_RANDOM_FEATURES_HPP
#define OPENCV_TEST_BRNPA_RANDOM_FEATURES_HPP

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>
#include <string>
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

//! The numbers from low to high, all equally likely.
inline int between(int low, int high, std::mt19937& random) {
    return std::uniform_int_distribution<int>(low, high)(random);
}

//! One of hundreds of cases: its shape is drawn, its options and its content follow from its number.
struct RandomCase {
    //! @param mostFloats of the features.
    RandomCase(int number, double mostFloats, std::mt19937& random)
        : content(static_cast<Content>(number % static_cast<int>(Content::Count))) {
        // All sizes are equally likely on a logarithmic scale, so that small ones are common and large ones occur.
        const auto logarithmic = [&](double most) {
            return static_cast<int>(std::exp(std::uniform_real_distribution<>(0, std::log(most + 0.999))(random)));
        };
        do {
            height = logarithmic(64);
            width = logarithmic(64);
            shape = brnpa_kernel::Shape{static_cast<std::size_t>(between(1, 8, random)),
                                        static_cast<std::size_t>(logarithmic(2048)),
                                        static_cast<std::size_t>(height) * static_cast<std::size_t>(width)};
        } while (static_cast<double>(shape.images * shape.channels * shape.pixels) > mostFloats);
        options.parts = std::min<std::size_t>(static_cast<std::size_t>(between(1, 8, random)), shape.pixels);
        options.suppression =
            number % 5 == 4 ? brnpa_kernel::Suppression::Weight : brnpa_kernel::Suppression::Similarity;
        options.activation = number % 7 == 6 ? brnpa_kernel::Activation::SquaredNorm : brnpa_kernel::Activation::Norm;
        options.refine = number % 6 != 5;
    }

    //! @param number that it was drawn with.
    std::string name(int number) const {
        std::ostringstream text;
        text << "case " << number << ": content " << static_cast<int>(content) << ", " << shape.images << " x "
             << shape.channels << " x " << height << " x " << width << ", " << options.parts << " parts";
        return text.str();
    }

    Content content;
    int height = 0, width = 0;
    brnpa_kernel::Shape shape;
    brnpa_kernel::Options options;
};

}  // namespace opencv_test

#endif

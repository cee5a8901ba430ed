// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_REFERENCE_HPP
#define OPENCV_TEST_BRNPA_REFERENCE_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// BR-NPA in double, pixel by pixel, as the formulas read. Written apart from the kernel: it shares no code and no order
// of summation with it.
namespace opencv_test {

struct Reference {
    //! Of one image; pixels[i] is the feature vector of pixel i.
    struct Part {
        std::size_t seed = 0;
        std::vector<double> map, vector;
        double condition = 1;    // sum |s| / |sum s|: by how much the division amplifies errors of s
        double activityGap = 0;  // how far the activity of the prescribed seed is below the greatest one
    };

    bool bySimilarity = true, squaredNorm = false, refine = true;
    double epsilon = 1e-5f;  // the float, as it is in AttentionParams
    std::vector<std::vector<double>> pixels;
    std::vector<double> norms, activity;

    //! features: C x P of one image
    Reference(const float* features, std::size_t C, std::size_t P) : pixels(P, std::vector<double>(C)) {
        for (std::size_t c = 0; c < C; ++c)
            for (std::size_t i = 0; i < P; ++i)
                pixels[i][c] = features[c * P + i];
    }

    static double dot(const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0;
        for (std::size_t c = 0; c < a.size(); ++c)
            sum += a[c] * b[c];
        return sum;
    }

    void start() {
        norms.clear();
        for (const auto& x : pixels)
            norms.push_back(std::sqrt(dot(x, x)) + epsilon);
        activity = norms;
        if (squaredNorm)
            for (double& a : activity)
                a *= a;
    }

    //! The next part, from `seed` if it is a pixel, else from the most active one.
    Part next(std::size_t seed = std::numeric_limits<std::size_t>::max()) {
        const std::size_t P = pixels.size(), C = pixels[0].size();
        Part part;
        const auto most = std::max_element(activity.begin(), activity.end());
        part.seed = seed < P ? seed : static_cast<std::size_t>(most - activity.begin());
        part.activityGap = *most - activity[part.seed];

        std::vector<double> s(P);
        double sum = 0, sumOfAbsolutes = 0;
        for (std::size_t i = 0; i < P; ++i) {
            s[i] = dot(pixels[i], pixels[part.seed]) / (norms[i] * norms[part.seed]);
            sum += s[i];
            sumOfAbsolutes += std::abs(s[i]);
        }
        part.map.assign(P, 1. / static_cast<double>(P));
        if (sum != 0) {
            for (std::size_t i = 0; i < P; ++i)
                part.map[i] = s[i] / sum;
            part.condition = sumOfAbsolutes / std::abs(sum);
        }
        part.vector = pixels[part.seed];
        if (refine) {
            part.vector.assign(C, 0.);
            for (std::size_t i = 0; i < P; ++i)
                for (std::size_t c = 0; c < C; ++c)
                    part.vector[c] += part.map[i] * pixels[i][c];
        }
        for (std::size_t i = 0; i < P; ++i)
            activity[i] *= 1 - (bySimilarity ? s[i] : part.map[i]);
        return part;
    }
};

}  // namespace opencv_test

#endif

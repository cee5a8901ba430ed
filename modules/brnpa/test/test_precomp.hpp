// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_PRECOMP_HPP
#define OPENCV_TEST_PRECOMP_HPP

// Inside an OpenCV tree its test library; outside of one, which installs no such library, GoogleTest alone.
#ifdef BRNPA_STANDALONE
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
namespace opencv_test {
using namespace cv;
}
//! Ends a test, from its own body, which then neither passes nor fails.
#define BRNPA_SKIP(reason) GTEST_SKIP() << (reason)
#else
#include "opencv2/ts.hpp"
#define BRNPA_SKIP(reason) throw cvtest::SkipTestException(reason)
#ifndef INSTANTIATE_TEST_SUITE_P  // GoogleTest's name since 1.10; OpenCV's copy is older
#define INSTANTIATE_TEST_SUITE_P INSTANTIATE_TEST_CASE_P
#endif
#endif

#include <functional>
#include <opencv2/dnn.hpp>

#include "opencv2/brnpa.hpp"

namespace opencv_test {

//! Runs `action`, which has to fail with a cv::Exception whose text contains `part`.
template <class Action>
void expectError(const Action& action, const std::string& part) {
    try {
        action();
        ADD_FAILURE() << "no exception, expected one with: " << part;
    } catch (const cv::Exception& error) {
        EXPECT_NE(std::string(error.what()).find(part), std::string::npos)
            << "expected: " << part << "\nfound: " << error.what();
    }
}

//! The code of the cv::Exception that `action` throws; 0 without one.
template <class Action>
int codeOf(const Action& action) {
    try {
        action();
    } catch (const cv::Exception& error) {
        return error.code;
    }
    return 0;
}

//! Features, or anything else: dims sizes, CV_32F, uniform in [low, high).
inline Mat randomMat(const std::vector<int>& sizes, RNG& rng, double low = 0, double high = 1) {
    Mat m(static_cast<int>(sizes.size()), sizes.data(), CV_32F);
    rng.fill(m, RNG::UNIFORM, low, high);
    return m;
}

}  // namespace opencv_test

#endif

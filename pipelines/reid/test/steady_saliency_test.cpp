#include "reid/steady_saliency.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "made_maps.hpp"

namespace {

using reid::SteadySaliency;

void expectValues(const cv::Mat& actual, const std::vector<float>& expected) {
    ASSERT_EQ(actual.total(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(actual.ptr<float>()[i], expected[i], 1e-6) << i;
}

TEST(SteadySaliency, theFirstFrameIsMapTimesNormOverItsMaximum) {
    SteadySaliency steady;
    const cv::Mat result = steady.update(madeMaps(2, 1, 2, {0.5F, 0.5F, 0, 1}), cv::Mat1f({1, 2}, {2.0F, 4.0F}));
    EXPECT_EQ(result.dims, 3);
    EXPECT_EQ(result.size[0], 2);
    EXPECT_EQ(result.size[2], 2);
    // Products 1, 2 and 0, 4.
    expectValues(result, {0.25F, 0.5F, 0, 1});
}

TEST(SteadySaliency, partsThatChangePlacesKeepTheirColors) {
    SteadySaliency steady(0.3);
    const cv::Mat norms(1, 3, CV_32F, cv::Scalar(1));
    const std::vector<float> head = {1, 0, 0}, body = {0, 0.8F, 0.2F}, feet = {0, 0, 0.6F};
    const auto together = [](std::vector<float> a, const std::vector<float>& b, const std::vector<float>& c) {
        a.insert(a.end(), b.begin(), b.end());
        a.insert(a.end(), c.begin(), c.end());
        return a;
    };
    const std::vector<float> first = together(head, body, feet);
    steady.update(madeMaps(3, 1, 3, first), norms);
    expectValues(steady.update(madeMaps(3, 1, 3, together(feet, head, body)), norms), first);
    expectValues(steady.update(madeMaps(3, 1, 3, together(body, feet, head)), norms), first);
}

TEST(SteadySaliency, theRunningMean) {
    SteadySaliency steady(0.25);
    const cv::Mat norms(1, 2, CV_32F, cv::Scalar(1));
    const cv::Mat before = steady.update(madeMaps(1, 1, 2, {1, 0}), norms);
    expectValues(steady.update(madeMaps(1, 1, 2, {0, 1}), norms), {0.75F, 0.25F});
    expectValues(before, {1, 0});  // what was given out stays
    expectValues(steady.update(madeMaps(1, 1, 2, {0, 1}), norms), {0.5625F, 0.4375F});
}

TEST(SteadySaliency, anotherShapeStartsAnew) {
    SteadySaliency steady;
    steady.update(madeMaps(1, 1, 2, {1, 0}), cv::Mat(1, 2, CV_32F, cv::Scalar(1)));
    expectValues(steady.update(madeMaps(1, 1, 3, {0, 1, 0}), cv::Mat(1, 3, CV_32F, cv::Scalar(1))), {0, 1, 0});
}

TEST(SteadySaliency, emptyAndBrokenMapsAreHarmless) {
    SteadySaliency steady(1);
    const cv::Mat norms(1, 2, CV_32F, cv::Scalar(1));
    expectValues(steady.update(madeMaps(2, 1, 2, {0, 0, 0, 0}), norms), {0, 0, 0, 0});
    expectValues(steady.update(madeMaps(2, 1, 2, {NAN, 1, 0, NAN}), norms), {0, 1, 0, 0});
    expectValues(steady.update(madeMaps(2, 1, 2, {0, 0, 0, 0}), norms), {0, 0, 0, 0});
}

TEST(SteadySaliency, errors) {
    EXPECT_THROW(SteadySaliency(0), cv::Exception);
    EXPECT_THROW(SteadySaliency(1.1), cv::Exception);
    SteadySaliency steady;
    EXPECT_THROW(steady.update(madeMaps(1, 1, 2, {1, 0}), cv::Mat1f(1, 3, 1.0F)), cv::Exception);
}

}  // namespace

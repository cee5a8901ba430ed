#include "gallery/exemplar_choice.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "random_people.hpp"

namespace {

using reid::Embedding;
using reid::leastMissedView;
using reid::Metric;

Embedding at(double degrees) {
    const double radians = degrees * CV_PI / 180;
    return {static_cast<float>(std::cos(radians)), static_cast<float>(std::sin(radians))};
}

double smallestDistance(const std::vector<Embedding>& views) {
    double smallest = 2;
    for (size_t i = 0; i < views.size(); ++i) {
        for (size_t j = i + 1; j < views.size(); ++j)
            smallest = std::min(smallest, reid::distance(views[i], views[j], Metric::Cosine));
    }
    return smallest;
}

TEST(LeastMissedView, isOfTheTwoMostAlikeTheOneWithTheNearerThird) {
    EXPECT_EQ(leastMissedView({at(0), at(50), at(54), at(90)}, Metric::Cosine), 2U)
        << "54 is nearer to 90 than 50 to 0";
    EXPECT_EQ(leastMissedView({at(20), at(50), at(54), at(110)}, Metric::Cosine), 1U);
    EXPECT_EQ(leastMissedView({{0, 0}, {3, 0}, {5, 0}}, Metric::Euclidean), 1U) << "the one between the others";
}

TEST(LeastMissedView, isTheLaterOneWhereBothAreAsNear) {
    EXPECT_EQ(leastMissedView({at(10), at(20)}, Metric::Cosine), 1U);
    EXPECT_EQ(leastMissedView({at(10), at(10), at(10)}, Metric::Cosine), 1U);
    EXPECT_THROW(leastMissedView({at(10)}, Metric::Cosine), cv::Exception);
}

TEST(LeastMissedView, rareViewsOutliveAThousandCommonOnes) {
    constexpr size_t BOUND = 8;
    RandomPeople people(32, 0.1);
    const Embedding common = people.person();
    std::vector<Embedding> kept, planted;
    for (int i = 0; i < 1000; ++i) {
        Embedding view = people.viewOf(common);
        if (i % 250 == 10) planted.push_back(view = people.person());  // as far as another person: a rare view
        const double before = kept.size() < BOUND ? 0 : smallestDistance(kept);
        kept.push_back(view);
        if (kept.size() > BOUND)
            kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(leastMissedView(kept, Metric::Cosine)));
        EXPECT_GE(smallestDistance(kept), before) << i;
    }
    ASSERT_EQ(planted.size(), 4U);
    for (const Embedding& view : planted)
        EXPECT_NE(std::find(kept.begin(), kept.end(), view), kept.end());
}

}  // namespace

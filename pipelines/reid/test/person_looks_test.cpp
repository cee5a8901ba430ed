#include "reid/person_looks.hpp"

#include <gtest/gtest.h>

#include "made_maps.hpp"

namespace {

using reid::PersonLooks;

/// One map of two cells with all of its weight in one of them.
reid::Appearance lookingAt(int cell) {
    return {{static_cast<float>(cell), 1},
            madeMaps(1, 1, 2, {cell == 0 ? 1.0F : 0.0F, cell == 1 ? 1.0F : 0.0F}),
            cv::Mat1f({1, 2}, {1.0F, 1.0F})};
}

TEST(PersonLooks, aLookIsDueWhenThereIsNoneOrItIsOld) {
    PersonLooks looks(3);
    looks.nextFrame();
    EXPECT_TRUE(looks.isDue(7));
    EXPECT_EQ(looks.of(7), nullptr);
    looks.add(7, lookingAt(0));
    for (int age = 0; age < 5; ++age) {
        EXPECT_EQ(looks.isDue(7), age >= 3) << age;
        EXPECT_EQ(looks.isOfThisFrame(*looks.of(7)), age == 0) << age;
        looks.nextFrame();
    }
    EXPECT_TRUE(looks.isDue(8)) << "another track";
}

TEST(PersonLooks, theNewestAppearanceAndTheCalmMeanAreKept) {
    PersonLooks looks(1);
    looks.nextFrame();
    looks.add(1, lookingAt(0));
    looks.nextFrame();
    looks.add(1, lookingAt(1));
    EXPECT_EQ(looks.of(1)->appearance.embedding, (reid::Embedding{1, 1}));
    // Three tenths of the new picture, seven of the old one.
    EXPECT_NEAR(looks.of(1)->steadySaliency.ptr<float>()[0], 0.7, 1e-6);
    EXPECT_NEAR(looks.of(1)->steadySaliency.ptr<float>()[1], 0.3, 1e-6);
}

TEST(PersonLooks, forgetsTheTracksThatAreGone) {
    PersonLooks looks(1);
    looks.nextFrame();
    for (int track : {1, 2, 3})
        looks.add(track, lookingAt(0));
    looks.keepOnly({2, 9});
    EXPECT_EQ(looks.of(1), nullptr);
    EXPECT_NE(looks.of(2), nullptr);
    EXPECT_EQ(looks.of(3), nullptr);
}

TEST(PersonLooks, errors) {
    EXPECT_THROW(PersonLooks(0), cv::Exception);
}

}  // namespace

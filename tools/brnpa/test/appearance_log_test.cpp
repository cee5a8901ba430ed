#include "appearance_log.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "reid/person_painter.hpp"

namespace {

constexpr int64_t MS = 1000000;  // ns
constexpr int64_t FRAME = 100 * MS;

cv::Mat frame(int gray = 100) {
    return cv::Mat(300, 400, CV_8UC3, cv::Scalar::all(gray));
}

/// Looked at in this frame, with one uniform attention map.
reid::Person person(int identity, const cv::Rect2f& box = {10, 20, 30, 60}) {
    reid::Person person{};
    person.trackId = 50 + identity;
    if (identity > 0) person.identity = identity;
    person.box = box;
    person.looked = true;
    const int sizes[] = {1, 2, 2};
    person.appearance.maps = cv::Mat(3, sizes, CV_32F, cv::Scalar(0.25));
    person.appearance.norms = cv::Mat1f(2, 2, 1.0F);
    return person;
}

class AppearanceLogTest : public testing::Test {
  protected:
    void add(int64_t ptsNs, const std::vector<reid::Person>& people, int64_t durationNs = FRAME, int gray = 100) {
        log_.add(frame(gray), ptsNs, durationNs, people);
    }
    /// "begin-end" of the first person's stretches, in milliseconds.
    std::string stretches(size_t index = 0) {
        std::string text;
        const PersonSeen seen = log_.people().at(index);
        for (const TimeSpan& span : seen.inView)
            text +=
                (text.empty() ? "" : " ") + std::to_string(span.beginNs / MS) + "-" + std::to_string(span.endNs / MS);
        return text;
    }
    cv::Mat picture(size_t index = 0) { return cv::imdecode(log_.people().at(index).picture, cv::IMREAD_COLOR); }

    AppearanceLog log_{reid::PersonPainter::videoOverlay()};
};

TEST_F(AppearanceLogTest, NobodyWithoutAnIdentity) {
    add(0, {});
    add(FRAME, {person(0)});
    EXPECT_TRUE(log_.people().empty());
}

TEST_F(AppearanceLogTest, AStretchEndsWithItsLastFrame) {
    add(0, {});
    add(FRAME, {person(3)});
    add(2 * FRAME, {person(3)});
    add(3 * FRAME, {});
    EXPECT_EQ(stretches(), "100-300");
}

TEST_F(AppearanceLogTest, AShortAbsenceIsNone) {
    add(0, {person(3)});
    add(100 * MS, {});
    add(1050 * MS, {person(3)});  // 950 ms after the end
    add(1150 * MS, {});
    add(2150 * MS, {person(3)});  // a second after the end
    EXPECT_EQ(stretches(), "0-1150 2150-2250");
}

TEST_F(AppearanceLogTest, AFrameIsShownUntilTheNextWhereItsDurationIsNotKnown) {
    add(0, {person(3)}, 0);
    add(40 * MS, {person(3)}, 0);
    add(80 * MS, {}, 0);
    EXPECT_EQ(stretches(), "0-80");
}

TEST_F(AppearanceLogTest, WhoTurnsOutToBeSomebodyKnownIsThatOneFromTheBeginning) {
    reid::Person newcomer = person(7, {100, 20, 60, 120});
    add(0, {person(3)});
    add(100 * MS, {});
    add(5000 * MS, {newcomer}, FRAME, 30);
    newcomer.identity = 3;
    newcomer.box = {100, 20, 20, 40};
    add(5100 * MS, {newcomer}, FRAME, 200);
    ASSERT_EQ(log_.people().size(), 1U);
    EXPECT_EQ(log_.people().front().identity, 3);
    EXPECT_EQ(stretches(), "0-100 5000-5200");
    EXPECT_NEAR(picture().at<cv::Vec3b>(60, 30)[0], 30, 3) << "the largest picture";
    add(5200 * MS, {newcomer, person(4)});
    EXPECT_EQ(stretches(), "0-100 5000-5300");
    EXPECT_EQ(stretches(1), "5200-5300");
}

TEST_F(AppearanceLogTest, PeopleByIdentityWithTheirLatestName) {
    reid::Person anna = person(2);
    add(0, {person(7), anna});
    anna.name = "Anna";
    add(FRAME, {anna});
    ASSERT_EQ(log_.people().size(), 2u);
    EXPECT_EQ(log_.people()[0].identity, 2);
    EXPECT_EQ(log_.people()[0].name, "Anna");
    EXPECT_EQ(stretches(0), "0-200");
    EXPECT_EQ(stretches(1), "0-100");
}

TEST_F(AppearanceLogTest, ThePictureIsThePersonBeforePainting) {
    add(0, {person(1)}, FRAME, 70);
    ASSERT_EQ(picture().size(), cv::Size(30, 60));
    EXPECT_NEAR(cv::mean(picture())[0], 70, 2);
    const cv::Mat painted = cv::imdecode(log_.people()[0].painted, cv::IMREAD_COLOR);
    ASSERT_EQ(painted.size(), picture().size());
    EXPECT_GT(cv::norm(painted, picture(), cv::NORM_L1) / static_cast<double>(painted.total()), 10);
}

TEST_F(AppearanceLogTest, LargePicturesAreScaledDown) {
    add(0, {person(1, {0, 0, 100, 288})});  // 288 = 1.5 x 192
    EXPECT_EQ(picture().size(), cv::Size(67, 192));
}

TEST_F(AppearanceLogTest, TheLargerAndFreerPictureStays) {
    add(0, {person(1, {10, 20, 30, 60})}, FRAME, 10);
    add(FRAME, {person(1, {10, 20, 30, 65})}, FRAME, 20);  // by less than a tenth larger: not worth the work
    EXPECT_NEAR(cv::mean(picture())[0], 10, 2);
    add(2 * FRAME, {person(1, {10, 20, 40, 80})}, FRAME, 30);
    EXPECT_NEAR(cv::mean(picture())[0], 30, 2);
    add(3 * FRAME, {person(1, {10, 20, 50, 90}), person(2, {10, 60, 50, 90})}, FRAME, 40);  // more than half is hidden
    EXPECT_NEAR(cv::mean(picture())[0], 30, 2);
    reid::Person unseen = person(1, {10, 20, 100, 200});
    unseen.looked = false;
    add(4 * FRAME, {unseen}, FRAME, 50);
    EXPECT_NEAR(cv::mean(picture())[0], 30, 2);
}

TEST_F(AppearanceLogTest, APictureWithAttentionOfAnEarlierFrameIsBetterThanNone) {
    reid::Person unseen = person(1, {10, 20, 100, 200});
    unseen.looked = false;
    add(0, {unseen}, FRAME, 10);
    EXPECT_NEAR(cv::mean(picture())[0], 10, 2);
    add(FRAME, {person(1, {10, 20, 30, 60})}, FRAME, 20);
    EXPECT_NEAR(cv::mean(picture())[0], 20, 2);
}

TEST_F(AppearanceLogTest, BoxesAtTheBorderAreCut) {
    add(0, {person(1, {-10, 280, 40, 60})});
    EXPECT_EQ(picture().size(), cv::Size(30, 20));
}

}  // namespace

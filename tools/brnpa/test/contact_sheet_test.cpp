#include "contact_sheet.hpp"

#include <gtest/gtest.h>

namespace {

const cv::Scalar RED(0, 0, 255), GREEN(0, 255, 0), BLUE(255, 0, 0);

cv::Mat picture(const cv::Scalar& color, cv::Size size = {64, 128}) {
    return cv::Mat(size, CV_8UC3, color);
}

int pixelsOf(const cv::Mat& sheet, const cv::Scalar& color) {
    cv::Mat mask;
    cv::inRange(sheet, color, color, mask);
    return cv::countNonZero(mask);
}

ContactSheet withCards(int count) {
    ContactSheet sheet;
    sheet.title = "Who is this?";
    sheet.threshold = 0.4;
    sheet.parts = 3;
    for (int i = 0; i < count; ++i) {
        SheetCard card;
        card.picture = picture(RED);
        card.painted = picture(GREEN);
        card.title = "somebody with a name that is much longer than a card is wide, and goes on";
        card.color = cv::Scalar(1, 2, 3);
        card.distance = 0.2;
        card.verdict = "same person";
        card.verdictColor = cv::Scalar(9, 8, 7);
        card.notes = {"a note"};
        sheet.cards.push_back(card);
    }
    return sheet;
}

TEST(ContactSheetTest, ShowsEveryPictureInItsShapeAndAsLargeAsTheOthers) {
    for (int count : {1, 5, 6, 13}) {
        const cv::Mat sheet = draw(withCards(count));
        EXPECT_EQ(pixelsOf(sheet, RED), count * 112 * 224) << count;
        EXPECT_EQ(pixelsOf(sheet, GREEN), count * 112 * 224) << count;
    }
    ContactSheet wide = withCards(1);
    wide.cards[0].picture = picture(RED, {300, 100});
    EXPECT_EQ(pixelsOf(draw(wide), RED), 112 * 37);
}

TEST(ContactSheetTest, TheBarIsHalfOfItsLengthAtTheThreshold) {
    const auto barAt = [](double distance) {
        ContactSheet sheet = withCards(1);
        sheet.cards[0].verdict.clear();
        sheet.cards[0].distance = distance;
        return pixelsOf(draw(sheet), {9, 8, 7});
    };
    const double whole = barAt(0.8);
    EXPECT_GT(whole, 1000);
    EXPECT_GT(barAt(0.79), 0.98 * whole);
    EXPECT_LT(barAt(0.81), 0.98 * whole) << "broken, since it is longer";
    EXPECT_GT(barAt(0.81), 0.9 * whole);
    EXPECT_EQ(barAt(10), barAt(0.81));
    // The threshold's mark covers a column of the bar.
    EXPECT_NEAR(barAt(0.2) / whole, 0.25, 0.01);
    EXPECT_NEAR(barAt(0.4) / whole, 0.5, 0.01);
}

TEST(ContactSheetTest, TheQueryStandsApartAndMissingPicturesAreNoError) {
    ContactSheet sheet = withCards(0);
    EXPECT_FALSE(draw(sheet).empty());
    sheet.query = SheetCard{picture(BLUE), cv::Mat(), "query", RED, {}, "", {}, {}};
    EXPECT_EQ(pixelsOf(draw(sheet), BLUE), 112 * 224);
}

}  // namespace

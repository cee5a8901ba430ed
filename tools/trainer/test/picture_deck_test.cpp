#include "data/picture_deck.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace brnpa::trainer {
namespace {

constexpr std::size_t streets = 900, towns = 100;

std::vector<PersonPicture> list() {
    std::vector<PersonPicture> pictures(streets + towns);
    for (std::size_t i = 0; i < pictures.size(); ++i)
        pictures[i].source = i < streets ? "street" : "town";
    return pictures;
}

std::size_t townsIn(const std::vector<std::size_t>& deck) {
    return static_cast<std::size_t>(std::count_if(deck.begin(), deck.end(), [](auto i) { return i >= streets; }));
}

TEST(PictureDeck, WithoutBalanceEveryPictureOnce) {
    Random random(1);
    const auto deck = drawDeck(list(), 0, random);
    EXPECT_EQ(deck.size(), streets + towns);
    EXPECT_EQ(std::set<std::size_t>(deck.begin(), deck.end()).size(), streets + towns);
    EXPECT_FALSE(std::is_sorted(deck.begin(), deck.end()));
}

TEST(PictureDeck, BalanceRepeatsSmallSources) {
    Random random(1);
    const auto half = drawDeck(list(), 0.5, random);
    EXPECT_EQ(townsIn(half), 3 * towns);
    EXPECT_EQ(half.size() - townsIn(half), streets);
    EXPECT_EQ(townsIn(drawDeck(list(), 1, random)), 9 * towns);
    // 9^0.25 = 1.73 times
    EXPECT_NEAR(static_cast<double>(townsIn(drawDeck(list(), 0.25, random))), 1.73 * towns, 20);
}

}  // namespace
}  // namespace brnpa::trainer

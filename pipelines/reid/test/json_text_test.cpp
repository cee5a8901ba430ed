#include "json_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

namespace {

using reid::JsonText;

std::string numberText(double value) {
    std::string text;
    JsonText(text).number(value);
    return text;
}

TEST(JsonText, numbersAreThoseOfNlohmannOrShorter) {
    for (const double value : {0.0, -0.0, 1.0, -1.0, 0.5, 20.0, 0.1235, 1e-4, 9.9e-5, 1e-9, -1e-5, 123456789.0, 1e14,
                               999999999999999.0, 1e15, 1e22, -1e300, 5e-324, 1.7976931348623157e308})
        EXPECT_EQ(numberText(value), nlohmann::json(value).dump());
    std::mt19937 random(3);
    std::uniform_real_distribution<double> mantissa(-10, 10);
    std::uniform_int_distribution<int> exponent(-8, 17), decimals(0, 6);
    int others = 0;
    constexpr int NUMBERS = 20000;
    for (int i = 0; i < NUMBERS; ++i) {
        const double steps = std::pow(10, decimals(random));
        const double value = std::round(mantissa(random) * std::pow(10, exponent(random)) * steps) / steps;
        const std::string text = numberText(value), theirs = nlohmann::json(value).dump();
        ASSERT_EQ(nlohmann::json::parse(text).get<double>(), value);
        ASSERT_TRUE(nlohmann::json::parse(text).is_number_float());
        ASSERT_LE(text.size(), theirs.size());
        others += text != theirs ? 1 : 0;
    }
    EXPECT_LE(others, NUMBERS / 100) << "nlohmann's are not always the shortest";
}

TEST(JsonText, whatIsNoNumberIsNull) {
    for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()})
        EXPECT_EQ(numberText(value), "null");
}

TEST(JsonText, objectsAndStrings) {
    std::string text = "before ";
    JsonText json(text);
    json.raw("{").key("whole").whole(std::numeric_limits<int64_t>::min()).key("inside").raw("{").key("flag").flag(true);
    json.raw("}").key("nothing").null().key("words").string("say \"ü\"\n\\").raw("}");
    EXPECT_EQ(text, R"(before {"whole":-9223372036854775808,"inside":{"flag":true},"nothing":null,)"
                    R"("words":"say \"ü\"\n\\"})");
    EXPECT_THROW(json.string("\xff"), nlohmann::json::exception);
}

}  // namespace

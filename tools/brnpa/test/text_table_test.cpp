#include "text_table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

TEST(TextTableTest, ColumnsAreAsWideAsTheirWidestCell) {
    TextTable table({"ID", "NAME", "X"});
    table.add({"1", "Zo\xC3\xAB", "a"});
    table.add({"100", "Maximilian", ""});
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(),
              "ID   NAME        X\n"
              "1    Zo\xC3\xAB         a\n"
              "100  Maximilian\n");
}

TEST(TextTableTest, WideSignsTakeTwoColumnsAndMarksNone) {
    TextTable table({"NAME", "X"});
    table.add({"\u9234\u6728", "a"});   // Suzuki
    table.add({"e\u0301\u200B", "b"});  // e, acute accent, zero width space
    table.add({"\uD64D\uAE38\uB3D9", "c"});
    table.add({"\xFF\xFE", "d"});  // no UTF-8
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(),
              "NAME    X\n"
              "\u9234\u6728    a\n"
              "e\u0301\u200B       b\n"
              "\uD64D\uAE38\uB3D9  c\n"
              "\xFF\xFE      d\n");
}

}  // namespace

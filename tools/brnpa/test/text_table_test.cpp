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

}  // namespace

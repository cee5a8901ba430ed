#include "command_words.hpp"

#include <gtest/gtest.h>

namespace {

std::string unknownIn(const std::vector<std::string>& words) {
    CLI::App program("", "brnpa");
    program.require_subcommand(1);
    std::string file;
    program.add_option("--config", file);
    program.add_subcommand("stream");
    CLI::App* gallery = program.add_subcommand("gallery");
    gallery->require_subcommand(1);
    gallery->add_subcommand("list")->add_option("file", file);
    return unknownCommand(program, words);
}

TEST(CommandWordsTest, TheWordThatNamesNoCommandIsToldAndTheNearestThatDoes) {
    EXPECT_EQ(unknownIn({"galery", "list"}), "There is no brnpa galery, but brnpa gallery");
    EXPECT_EQ(unknownIn({"gallery", "lits", "a"}), "There is no brnpa gallery lits, but brnpa gallery list");
    EXPECT_EQ(unknownIn({"gallery", "frobnicate"}), "There is no brnpa gallery frobnicate");
    EXPECT_EQ(unknownIn({"steam"}), "There is no brnpa steam, but brnpa stream");
    EXPECT_EQ(unknownIn({"x"}), "There is no brnpa x");
    EXPECT_EQ(unknownIn({"--config", "list", "galery"}), "There is no brnpa galery, but brnpa gallery");
}

TEST(CommandWordsTest, OtherMistakesAreNotItsConcern) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {}, {"gallery"}, {"gallery", "list", "lits"}, {"stream", "galery"}, {"--unknown"}, {"--config"}})
        EXPECT_EQ(unknownIn(words), "");
}

}  // namespace

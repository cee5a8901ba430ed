#include "config_file.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using Items = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// brnpa stream with --for, --anonymise and sources; brnpa gallery list with --json.
class ConfigFileTest : public testing::Test {
  protected:
    ConfigFileTest() {
        program_.set_config("--config", "");
        CLI::App* const stream = program_.add_subcommand("stream");
        stream->add_option("source", sources_);
        stream->add_option("--for", seconds_);
        stream->add_flag("--anonymise,--anonymize", anonymise_);
        program_.add_subcommand("gallery")->add_subcommand("list")->add_flag("--json", json_);
    }

    Items read(const std::string& text) const {
        std::istringstream input(text);
        Items items;
        for (const CLI::ConfigItem& item : ConfigFile(program_).from_config(input))
            items.emplace_back(item.fullname(), item.inputs);
        return items;
    }

    std::string refusal(const std::string& text) const {
        try {
            read(text);
        } catch (const CLI::ConfigError& error) {
            return error.what();
        }
        return "it was taken";
    }

    CLI::App program_;
    std::vector<std::string> sources_;
    double seconds_ = 0;
    bool anonymise_ = false, json_ = false;
};

TEST_F(ConfigFileTest, Values) {
    const Items items = read(
        "# two cameras\n[stream]\nsource = [\n  \"a=rtsp://u:p#1@h/x, y\", # one\n  'b=C:\\d',\n]\nfor = 2.5\n"
        "anonymize = true\n[gallery.list]\njson = false\n");
    const Items expected = {{"gallery.list.json", {"false"}},
                            {"stream.anonymize", {"true"}},
                            {"stream.for", {"2.5"}},
                            {"stream.source", {"a=rtsp://u:p#1@h/x, y", "b=C:\\d"}}};
    EXPECT_EQ(items, expected);
    EXPECT_EQ(read("[stream]\nfor = 10\n"), (Items{{"stream.for", {"10"}}}));
    EXPECT_EQ(read(""), Items{});
}

TEST_F(ConfigFileTest, WhatItDoesNotKnowIsNamed) {
    EXPECT_EQ(refusal("[stream]\nanonymse = true\n"), "the configuration, line 2: brnpa stream has no option anonymse");
    EXPECT_NE(refusal("[streem]\nfor = 1\n").find("line 1: brnpa has no command streem"), std::string::npos);
    EXPECT_NE(refusal("anonymise = true\n").find("line 1: brnpa has no option anonymise; options stand in"),
              std::string::npos);
    EXPECT_NE(refusal("[gallery.list]\njsn = true\n").find("brnpa list has no option jsn"), std::string::npos);
    EXPECT_NE(refusal("[gallery.lst]\n").find("brnpa gallery has no command lst"), std::string::npos);
    EXPECT_NE(refusal("config = \"other.toml\"\n").find("no option config"), std::string::npos);
    EXPECT_NE(refusal("[stream]\nhelp = true\n").find("no option help"), std::string::npos);
    EXPECT_NE(refusal("[stream]\nfor = 2026-01-01\n").find("for is text, a number"), std::string::npos);
}

TEST_F(ConfigFileTest, BrokenLines) {
    for (const char* text : {"[stream\nfor = 1\n", "[stream]\nfor\n", "[stream]\nfor = \n", "[stream]\nfor = ture\n",
                             "[stream]\nfor = 1\nfor = 2\n", "[stream]\nsource = [\"a\"\n", "[stream]\nsource = 'a\n"})
        EXPECT_NE(refusal(text).find("the configuration, line "), std::string::npos) << text;
}

}  // namespace

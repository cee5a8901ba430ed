#include "report.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace {

VideoSummary summaryOf(const std::string& name) {
    VideoSummary summary;
    summary.input = {"film.mp4", 1000, 2000};
    summary.settings = {{"look_every", 5}};
    summary.whole = true;
    summary.size = {640, 480};
    summary.frames = 100;
    summary.endNs = 4000000000;
    summary.tracks = 3;
    summary.camera = "yard";
    summary.warning = "film.mp4 breaks off.";
    summary.lasting = true;
    summary.galleryVisits = 12;
    PersonSeen person;
    person.identity = 7;
    person.name = name;
    person.inView = {{0, 1500000000}, {3000000000, 4000000000}};
    person.picture = {0xFF, 0xD8, 0x00};
    person.painted = {0xFF, 0xD8, 0x01};
    person.pictureScore = 1234.5;
    summary.people = {person};
    return summary;
}

/// What the page's script reads.
nlohmann::json dataIn(const std::string& page) {
    const std::string begin = "id=\"data\">";
    const size_t from = page.find(begin) + begin.size();
    return nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST(ReportTest, HoldsWhatWasSeen) {
    Report report;
    report.add("film.mp4", "annotated.mp4", summaryOf("Anna"));
    report.addFailure("other.mp4 is damaged.");
    const nlohmann::json data = dataIn(report.page());
    EXPECT_EQ(data.at("failures"), nlohmann::json::array({"other.mp4 is damaged."}));
    const nlohmann::json& video = data.at("videos").at(0);
    EXPECT_EQ(video.at("title"), "film.mp4");
    EXPECT_EQ(video.at("seconds"), 4);
    const nlohmann::json& person = video.at("people").at(0);
    EXPECT_EQ(person.at("identity"), 7);
    EXPECT_EQ(person.at("name"), "Anna");
    EXPECT_EQ(person.at("spans"), nlohmann::json::parse("[[0, 1.5], [3, 4]]"));
    EXPECT_EQ(person.at("picture"), "/9gA");  // RFC 4648 by hand: FF D8 00 is 63, 61, 32, 0
    EXPECT_EQ(person.at("painted"), "/9gB");
}

TEST(ReportTest, NamesCannotBecomePartOfThePage) {
    const std::string name = "</script><script>alert(1)</script><!-- \xFF";
    Report report;
    report.add("a", "", summaryOf(name));
    const std::string page = report.page();
    EXPECT_EQ(page.find("alert(1)</script>"), std::string::npos);
    const std::string read = dataIn(page).at("videos").at(0).at("people").at(0).at("name");
    EXPECT_EQ(read.substr(0, name.size() - 1), name.substr(0, name.size() - 1));
}

TEST(ReportTest, LoadsNothing) {
    Report report;
    report.add("a", "annotated.mp4", summaryOf("Anna"));
    const std::string page = report.page();
    for (const char* word : {"http:", "https:", "src=\"", "@import", "url(", "<link", "fetch("})
        EXPECT_EQ(page.find(word), std::string::npos) << word;
    EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

TEST(VideoSummaryTest, ReadsBackAsItWas) {
    const TemporaryFolder folder;
    const VideoSummary summary = summaryOf("Zo\xC3\xAB");
    summary.write(folder / "summary.json");
    const auto read = VideoSummary::read(folder / "summary.json");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->input == summary.input);
    EXPECT_EQ(read->settings, summary.settings);
    EXPECT_TRUE(read->whole);
    EXPECT_EQ(read->size, summary.size);
    EXPECT_EQ(read->frames, 100);
    EXPECT_EQ(read->endNs, summary.endNs);
    EXPECT_EQ(read->tracks, 3);
    EXPECT_EQ(read->camera, "yard");
    EXPECT_EQ(read->warning, summary.warning);
    EXPECT_TRUE(read->lasting);
    EXPECT_EQ(read->galleryVisits, 12);
    ASSERT_EQ(read->people.size(), 1u);
    const PersonSeen& person = read->people[0];
    EXPECT_EQ(person.identity, 7);
    EXPECT_EQ(person.name, "Zo\xC3\xAB");
    ASSERT_EQ(person.inView.size(), 2u);
    EXPECT_EQ(person.inView[1].beginNs, 3000000000);
    EXPECT_EQ(person.inView[1].endNs, 4000000000);
    EXPECT_EQ(person.picture, summary.people[0].picture);
    EXPECT_EQ(person.painted, summary.people[0].painted);
    EXPECT_EQ(person.pictureScore, 1234.5);
}

TEST(VideoSummaryTest, WhatIsNoneIsNotRead) {
    const TemporaryFolder folder;
    EXPECT_FALSE(VideoSummary::read(folder / "missing.json"));
    for (const char* text : {"", "{", "[]", "{}", "{\"schema_version\": 99}", "{\"schema_version\": 1}"}) {
        std::ofstream(folder / "summary.json") << text;
        EXPECT_FALSE(VideoSummary::read(folder / "summary.json")) << text;
    }
}

TEST(InputStateTest, ChangesWithTheFileAndHidesPasswords) {
    const TemporaryFolder folder;
    std::ofstream(folder / "a.mp4") << "12345";
    const InputState before = InputState::of(folder / "a.mp4");
    EXPECT_EQ(before.bytes, 5);
    EXPECT_TRUE(before == InputState::of(folder / "a.mp4"));
    std::ofstream(folder / "a.mp4", std::ios::app) << "6";
    EXPECT_FALSE(before == InputState::of(folder / "a.mp4"));
    EXPECT_EQ(InputState::of(folder / "missing.mp4").bytes, 0);
    EXPECT_EQ(InputState::of("rtsp://me:secret@yard:554/live").input, "rtsp://yard:554/live");
    EXPECT_EQ(InputState::of("rtsp://yard/live@home").input, "rtsp://yard/live@home");
}

}  // namespace

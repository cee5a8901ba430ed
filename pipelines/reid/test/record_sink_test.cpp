#include "reid/record_sink.hpp"

#include <sys/wait.h>

#include <cstdlib>

#include "made_maps.hpp"
#include "reid/errors.hpp"
#include "reid/record.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::Person;

std::vector<Person> people() {
    Person known{};
    known.trackId = 3;
    known.identity = 2;
    known.name = "Zo\xC3\xAB";
    known.box = {1.5F, 2.25F, 30, 80};
    known.confidence = 2.5F;
    known.detected = true;
    known.distance = 0.25;
    known.appearance.maps = madeMaps(2, 1, 2, {0.5F, 0.5F, 1, 0});
    known.appearance.norms = cv::Mat1f(1, 2, 2.0F);
    Person nameless{};
    nameless.trackId = 4;
    nameless.box = {100, 50, 31, 79};
    nameless.confidence = -0.125F;
    nameless.appearance.maps = known.appearance.maps;
    nameless.appearance.norms = known.appearance.norms;
    return {known, nameless};
}

TEST(JsonLinesSink, oneObjectALine) {
    const TemporaryFolder folder;
    const auto sink = reid::makeJsonLinesSink(folder.file("records.jsonl"));
    sink->write(0, 0, {});
    sink->write(5, 200000000, people());
    EXPECT_FALSE(std::filesystem::exists(folder.file("records.jsonl"))) << "before it is whole";
    sink->finish();
    std::istringstream lines(folder.read("records.jsonl"));
    std::string line;
    for (const Person& person : people()) {
        ASSERT_TRUE(std::getline(lines, line));
        EXPECT_EQ(nlohmann::ordered_json::parse(line), toJson(reid::Record{5, 200000000, person}));
    }
    EXPECT_FALSE(std::getline(lines, line));
}

/// The exit status of validate_records.py.
int validate(const std::string& records) {
    const std::string command =
        std::string("\"") + PYTHON + "\" \"" + VALIDATE_RECORDS + "\" \"" + RECORD_SCHEMA + "\" \"" + records + "\"";
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(JsonLinesSink, fitsTheJsonSchema) {
    constexpr int CANNOT_VALIDATE = 77;
    const TemporaryFolder folder;
    const auto sink = reid::makeJsonLinesSink(folder.file("records.jsonl"));
    sink->write(0, 0, people());
    sink->finish();
    const int status = validate(folder.file("records.jsonl"));
    if (status == CANNOT_VALIDATE) GTEST_SKIP() << "the Python package jsonschema is not installed";
    EXPECT_EQ(status, 0);

    // The schema must refuse what the writer must not write, or the check above proves nothing.
    std::istringstream lines(folder.read("records.jsonl"));
    std::string line;
    std::getline(lines, line);
    const nlohmann::json good = nlohmann::json::parse(line);
    const nlohmann::json patches = nlohmann::json::parse(R"([
        {"frame": -1}, {"frame": null}, {"schema_version": 1}, {"name": ""}, {"track_id": 0}, {"identity": "7"},
        {"box": {"x": "wide"}}, {"detected": null}, {"looked": 1}, {"distance": -0.1}, {"saliency": {}}, {"extra": 1}])");
    for (const nlohmann::json& patch : patches) {
        nlohmann::json bad = good;
        bad.merge_patch(patch);
        folder.write("bad.jsonl", bad.dump() + "\n");
        EXPECT_EQ(validate(folder.file("bad.jsonl")), 1) << patch;
    }
}

TEST(MotSink, isTheChallengesText) {
    const TemporaryFolder folder;
    const auto sink = reid::makeMotSink(folder.file("tracks.txt"));
    sink->write(0, 0, {people()[0]});
    sink->write(1, 40000000, people());
    sink->finish();
    EXPECT_EQ(folder.read("tracks.txt"),
              "1,3,1.50,2.25,30.00,80.00,2.5000,-1,-1,-1\n"
              "2,3,1.50,2.25,30.00,80.00,2.5000,-1,-1,-1\n"
              "2,4,100.00,50.00,31.00,79.00,-0.1250,-1,-1,-1\n");
}

// Worked by hand from people() and the format of https://cocodataset.org/#format-results.
TEST(CocoSink, isAnArrayOfResults) {
    const TemporaryFolder folder;
    const auto sink = reid::makeCocoSink(folder.file("coco.json"));
    sink->write(0, 0, {});
    sink->write(1, 40000000, people());
    sink->finish();
    EXPECT_EQ(nlohmann::json::parse(folder.read("coco.json")), nlohmann::json::parse(R"([
        {"image_id": 2, "category_id": 1, "bbox": [1.5, 2.25, 30, 80], "score": 2.5, "track_id": 3, "identity": 2},
        {"image_id": 2, "category_id": 1, "bbox": [100, 50, 31, 79], "score": -0.125, "track_id": 4, "identity": null}
    ])"));
}

TEST(CocoSink, isAnArrayAlsoWhenNobodyCame) {
    const TemporaryFolder folder;
    const auto sink = reid::makeCocoSink(folder.file("coco.json"));
    sink->write(0, 0, {});
    sink->finish();
    EXPECT_EQ(nlohmann::json::parse(folder.read("coco.json")), nlohmann::json::array());
}

Person named(int identity, const std::string& name = "") {
    Person person{};
    person.trackId = 100 - identity;
    person.identity = identity;
    person.name = name;
    return person;
}

constexpr int64_t MS = 1000000;  // ns

/// What the sink writes of frames that are 500 ms apart.
std::string webVttOf(const std::vector<std::vector<Person>>& frames, int64_t beginMs = 0) {
    const TemporaryFolder folder;
    const auto sink = reid::makeWebVttSink(folder.file("people.vtt"));
    for (size_t i = 0; i < frames.size(); ++i)
        sink->write(static_cast<int64_t>(i), (beginMs + 500 * static_cast<int64_t>(i)) * MS, frames[i]);
    sink->finish();
    return folder.read("people.vtt");
}

TEST(WebVttSink, aCueForEachStretchOfTheSamePeople) {
    Person nameless{};
    nameless.trackId = 1;
    EXPECT_EQ(
        webVttOf(
            {{}, {nameless}, {named(2)}, {nameless, named(2)}, {named(5), named(2)}, {named(5)}, {}, {}, {named(5)}}),
        "WEBVTT\n"
        "\n00:00:01.000 --> 00:00:02.000\nID 2\n"
        "\n00:00:02.000 --> 00:00:02.500\nID 2, ID 5\n"
        "\n00:00:02.500 --> 00:00:03.000\nID 5\n"
        "\n00:00:04.000 --> 00:00:04.500\nID 5\n");
}

TEST(WebVttSink, nobodyIsAFileWithoutCues) {
    EXPECT_EQ(webVttOf({{}, {}}), "WEBVTT\n");
    EXPECT_EQ(webVttOf({}), "WEBVTT\n");
}

TEST(WebVttSink, namesCannotBreakTheFormat) {
    EXPECT_EQ(webVttOf({{named(1, "A<b> & --> C\n\nD"), named(2, "Zo\xC3\xAB")}}),
              "WEBVTT\n\n00:00:00.000 --> 00:00:00.040\nID 1 A&lt;b&gt; &amp; --&gt; C  D, ID 2 Zo\xC3\xAB\n");
}

TEST(WebVttSink, hoursAndMinutesCarryOver) {
    // 27 h 46 min 39 s 999 ms
    EXPECT_EQ(webVttOf({{named(1)}, {}}, 99999999), "WEBVTT\n\n27:46:39.999 --> 27:46:40.499\nID 1\n");
}

TEST(WebVttSink, whatIsShorterThanAMillisecondIsLeftOut) {
    const TemporaryFolder folder;
    const auto sink = reid::makeWebVttSink(folder.file("people.vtt"));
    sink->write(0, 0, {named(1)});
    sink->write(1, 10 * MS, {named(2)});
    sink->write(2, 10 * MS + 1, {named(3)});
    sink->write(3, 20 * MS, {});
    sink->finish();
    EXPECT_EQ(folder.read("people.vtt"),
              "WEBVTT\n\n00:00:00.000 --> 00:00:00.010\nID 1\n\n00:00:00.010 --> 00:00:00.020\nID 3\n");
}

TEST(Sinks, unfinishedLeavesNothing) {
    const TemporaryFolder folder;
    {
        const auto json = reid::makeJsonLinesSink(folder.file("records.jsonl"));
        const auto mot = reid::makeMotSink(folder.file("tracks.txt"));
        const auto coco = reid::makeCocoSink(folder.file("coco.json"));
        const auto vtt = reid::makeWebVttSink(folder.file("people.vtt"));
        for (const auto* sink : {&json, &mot, &coco, &vtt})
            (*sink)->write(0, 0, people());
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Sinks, aMissingFolderIsAResourceError) {
    const TemporaryFolder folder;
    EXPECT_THROW(reid::makeJsonLinesSink(folder.file("none/records.jsonl")), reid::ResourceError);
    EXPECT_THROW(reid::makeMotSink(folder.file("none/tracks.txt")), reid::ResourceError);
    EXPECT_THROW(reid::makeCocoSink(folder.file("none/coco.json")), reid::ResourceError);
    EXPECT_THROW(reid::makeWebVttSink(folder.file("none/people.vtt")), reid::ResourceError);
}

}  // namespace

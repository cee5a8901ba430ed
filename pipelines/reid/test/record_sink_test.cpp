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

TEST(Sinks, unfinishedLeavesNothing) {
    const TemporaryFolder folder;
    {
        const auto json = reid::makeJsonLinesSink(folder.file("records.jsonl"));
        const auto mot = reid::makeMotSink(folder.file("tracks.txt"));
        json->write(0, 0, people());
        mot->write(0, 0, people());
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Sinks, aMissingFolderIsAResourceError) {
    const TemporaryFolder folder;
    EXPECT_THROW(reid::makeJsonLinesSink(folder.file("none/records.jsonl")), reid::ResourceError);
    EXPECT_THROW(reid::makeMotSink(folder.file("none/tracks.txt")), reid::ResourceError);
}

}  // namespace

#include "reid/detection_sink.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "exact_number.hpp"
#include "reid/stored_detections.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::FrameDetections;

/// A detector with a name and a start confidence.
class Named : public reid::Detector {
  public:
    std::vector<reid::Detection> detect(const cv::Mat&) override { return {}; }
    std::string name() const override { return "named"; }
    double startConfidence() const override { return 0.5; }
};

FrameDetections frame(int64_t index, std::vector<reid::Detection> detections) {
    return {"a.mp4", index, index * 40'000'000, {640, 480}, std::move(detections)};
}

const std::vector<reid::Detection> TWO = {{{10.25F, -20.5F, 30, 60.125F}, 0.9F}, {{1.F / 3, 2, 3, 4}, 0.1F}};

TEST(DetectionSink, mot) {
    const TemporaryFolder folder;
    const auto sink = reid::makeMotDetectionSink(folder.file("a.txt"));
    sink->write(frame(0, TWO));
    sink->write(frame(1, {}));
    sink->write(frame(2, {TWO[0]}));
    EXPECT_FALSE(std::filesystem::exists(folder.file("a.txt")));
    EXPECT_TRUE(std::filesystem::exists(sink->partialPath()));
    sink->finish();
    EXPECT_EQ(folder.read("a.txt"),
              "1,-1,10.25,-20.50,30.00,60.12,0.9000,-1,-1,-1\n"
              "1,-1,0.33,2.00,3.00,4.00,0.1000,-1,-1,-1\n"
              "3,-1,10.25,-20.50,30.00,60.12,0.9000,-1,-1,-1\n");
}

TEST(DetectionSink, coco) {
    const TemporaryFolder folder;
    const auto sink = reid::makeCocoDetectionSink(folder.file("a.json"));
    sink->write(frame(0, {}));
    sink->write(frame(5, TWO));
    sink->finish();
    const nlohmann::json expected = nlohmann::json::parse(R"([
        {"image_id": 2, "category_id": 1, "bbox": [10.25, -20.5, 30, 60.125], "score": 0.9},
        {"image_id": 2, "category_id": 1, "bbox": [0.33333334, 2, 3, 4], "score": 0.1}])");
    EXPECT_EQ(nlohmann::json::parse(folder.read("a.json")), expected);
}

TEST(DetectionSink, cocoWithoutDetectionsIsAnEmptyArray) {
    const TemporaryFolder folder;
    reid::makeCocoDetectionSink(folder.file("a.json"))->finish();
    EXPECT_EQ(nlohmann::json::parse(folder.read("a.json")), nlohmann::json::array());
}

TEST(DetectionSink, jsonLines) {
    const TemporaryFolder folder;
    const auto sink = reid::makeJsonLinesDetectionSink(folder.file("a.jsonl"), Named());
    sink->write(frame(2, {TWO[0]}));
    FrameDetections picture = frame(7, {});
    picture.ptsNs.reset();
    sink->write(picture);
    sink->finish();
    EXPECT_EQ(folder.read("a.jsonl"),
              R"({"schema_version":1,"source":"a.mp4","frame":2,"pts_ns":80000000,"width":640,"height":480,)"
              R"("detector":"named","start_confidence":0.5,)"
              R"("detections":[{"box":{"x":10.25,"y":-20.5,"width":30.0,"height":60.125},"confidence":0.9}]})"
              "\n"
              R"({"schema_version":1,"source":"a.mp4","frame":7,"pts_ns":null,"width":640,"height":480,)"
              R"("detector":"named","start_confidence":0.5,"detections":[]})"
              "\n");
}

TEST(DetectionSink, jsonLinesReadBackAsTheyWere) {
    const TemporaryFolder folder;
    const auto sink = reid::makeJsonLinesDetectionSink(folder.file("a.jsonl"), Named());
    const reid::Detection odd{{1.F / 3, -1e-7F, 123.456789F, 1e5F / 7}, 0.1F + 0.2F};
    sink->write(frame(0, {odd}));
    sink->finish();
    const auto stored = reid::StoredDetections::read(folder.file("a.jsonl"), "a.mp4");
    const reid::Detection back = stored.frames.at(0).at(0);
    EXPECT_EQ(back.box, odd.box);
    EXPECT_EQ(back.confidence, odd.confidence);
    EXPECT_EQ(stored.startConfidence, 0.5);
}

TEST(DetectionSink, nothingAppearsWithoutFinish) {
    const TemporaryFolder folder;
    reid::makeMotDetectionSink(folder.file("a.txt"))->write(frame(0, TWO));
    reid::makeCocoDetectionSink(folder.file("a.json"))->write(frame(0, TWO));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(ExactNumber, shortestDecimals) {
    EXPECT_EQ(reid::exactNumber(0.3F), 0.3);
    EXPECT_EQ(reid::exactNumber(-20.5F), -20.5);
    EXPECT_EQ(reid::exactNumber(1.F / 3), 0.33333334);
    for (float value : {1e-30F, 16777217.F, 0.1F, 3.4e38F, 0.F})
        EXPECT_EQ(static_cast<float>(reid::exactNumber(value)), value);
}

}  // namespace

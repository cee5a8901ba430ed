#include "reid/detector_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"
#include "valid_model.hpp"

namespace {

using reid::DetectorFolder;

nlohmann::json validDetectorJson() {
    return nlohmann::json::parse(R"({
        "schema_version": 1, "name": "person-detector", "task": "detect", "sha256": "",
        "input": {"width": 416, "height": 320, "channels": "RGB", "mean": [1, 2, 3], "std": [4, 5, 6]},
        "detection": {"output": "detections", "family": "yolox", "strides": [8, 16, 32],
                      "classes": ["dog", "person"], "score": 0.3, "overlap": 0.5},
        "measured": [], "recipe": "recipe.json", "licence": "Apache-2.0"})");
}

class DetectorFolderTest : public testing::Test {
  protected:
    DetectorFolderTest() { folder_.write("model.onnx", "weights"); }

    std::string sentenceAfter(const std::function<void(nlohmann::json&)>& change) const {
        nlohmann::json document = validDetectorJson();
        change(document);
        writeModelJson(folder_, document);
        try {
            DetectorFolder::load(folder_.path());
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "";
    }

    TemporaryFolder folder_;
};

TEST_F(DetectorFolderTest, readsEveryField) {
    writeModelJson(folder_, validDetectorJson());
    const DetectorFolder folder = DetectorFolder::load(folder_.path());
    EXPECT_EQ(folder.directory, folder_.path());
    EXPECT_EQ(folder.onnxPath, folder_.file("model.onnx"));
    EXPECT_EQ(folder.name, "person-detector");
    EXPECT_EQ(folder.inputSize, cv::Size(416, 320));
    EXPECT_TRUE(folder.rgb);
    EXPECT_EQ(folder.mean, cv::Scalar(1, 2, 3));
    EXPECT_EQ(folder.std, cv::Scalar(4, 5, 6));
    EXPECT_EQ(folder.output, "detections");
    EXPECT_EQ(folder.family, reid::DetectorFamily::Yolox);
    EXPECT_EQ(folder.strides, (std::vector<int>{8, 16, 32}));
    EXPECT_EQ(folder.classes, (std::vector<std::string>{"dog", "person"}));
    EXPECT_EQ(folder.score, 0.3);
    EXPECT_EQ(folder.overlap, 0.5);
}

TEST_F(DetectorFolderTest, onlyYoloxNeedsStrides) {
    EXPECT_EQ(sentenceAfter([](auto& json) {
                  json["detection"]["family"] = "yolov8";
                  json["detection"].erase("strides");
              }),
              "");
    EXPECT_NE(sentenceAfter([](auto& json) { json["detection"].erase("strides"); }).find("detection.strides"),
              std::string::npos);
}

TEST_F(DetectorFolderTest, refusesWhatDoesNotFitAndNamesIt) {
    const auto names = [&](const char* part, const std::function<void(nlohmann::json&)>& change) {
        const std::string sentence = sentenceAfter(change);
        EXPECT_NE(sentence.find(part), std::string::npos) << part << ": " << sentence;
    };
    names("\"task\"", [](auto& json) { json["task"] = "reid"; });
    names("schema_version", [](auto& json) { json["schema_version"] = 2; });
    names("detection", [](auto& json) { json.erase("detection"); });
    names("\"yolox\" or", [](auto& json) { json["detection"]["family"] = "darknet"; });
    names("detection.strides", [](auto& json) { json["detection"]["strides"] = {8, 0}; });
    names("detection.strides", [](auto& json) { json["detection"]["strides"] = nlohmann::json::array(); });
    names("\"person\"", [](auto& json) { json["detection"]["classes"] = {"dog"}; });
    names("detection.classes", [](auto& json) { json["detection"]["classes"] = {1}; });
    names("detection.score", [](auto& json) { json["detection"]["score"] = 1.5; });
    names("detection.overlap", [](auto& json) { json["detection"]["overlap"] = "half"; });
    names("input.std", [](auto& json) { json["input"]["std"] = {1, 0, 1}; });
    names("name", [](auto& json) { json.erase("name"); });
}

TEST_F(DetectorFolderTest, refusesOtherWeights) {
    writeModelJson(folder_, validDetectorJson());
    folder_.write("model.onnx", "other weights");
    EXPECT_THROW(DetectorFolder::load(folder_.path()), reid::InputError);
    EXPECT_THROW(DetectorFolder::load(folder_.file("none")), reid::InputError);
}

}  // namespace

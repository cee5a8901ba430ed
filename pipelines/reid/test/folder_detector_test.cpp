#include <gtest/gtest.h>

#include <cmath>

#include "grid_network.hpp"
#include "reid/errors.hpp"
#include "reid/open_detector.hpp"
#include "temporary_folder.hpp"
#include "valid_model.hpp"

namespace {

/// A YOLOX network with two classes of which the second is "person", R, G, B and a mean and deviation of its own.
class FolderDetectorTest : public testing::Test {
  protected:
    FolderDetectorTest() {
        GridNetwork network;
        network.constant = {0.5F, 0.5F, 0, 0, 0, 0.25F, 1};
        network.brightColumn = 4;
        network.open = true;
        writeGridNetwork(folder_.file("model.onnx"), network);
    }

    void write(const nlohmann::json& detection = {}) const {
        nlohmann::json document = nlohmann::json::parse(R"({
            "schema_version": 1, "name": "made", "task": "detect", "sha256": "",
            "input": {"width": 64, "height": 64, "channels": "RGB", "mean": [55, 0, 0], "std": [200, 1, 1]},
            "detection": {"output": "detections", "family": "yolox", "strides": [8, 16, 32],
                          "classes": ["dog", "person"], "score": 0.6, "overlap": 0.5}})");
        if (!detection.is_null()) document["detection"].update(detection);
        writeModelJson(folder_, document);
    }

    std::string sentence(const reid::DetectorOptions& options = {}) const {
        try {
            reid::openDetector(folder_.path(), options);
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "";
    }

    TemporaryFolder folder_;
};

TEST_F(FolderDetectorTest, doesWhatModelJsonSays) {
    write();
    // Red 255 becomes (255 - 55) / 200 = 1, the score; black -0.275; grey (114 - 55) / 200 = 0.295. The square fills
    // the cell of stride 8 at (16, 8) of the network's input and is itself the box.
    cv::Mat frame(64, 128, CV_8UC3, cv::Scalar::all(0));
    frame(cv::Rect(32, 16, 16, 16)).setTo(cv::Scalar(0, 0, 255));
    const auto detector = reid::openDetector(folder_.path());
    EXPECT_EQ(detector->name(), "made");
    EXPECT_FLOAT_EQ(static_cast<float>(detector->startConfidence()), 0.6F);
    const auto found = detector->detect(frame);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NEAR(found[0].confidence, 1, 1e-4);
    EXPECT_NEAR(found[0].box.x, 32, 1e-3);
    EXPECT_NEAR(found[0].box.y, 16, 1e-3);
    EXPECT_NEAR(found[0].box.width, 16, 1e-3);
    EXPECT_NEAR(found[0].box.height, 16, 1e-3);
}

TEST_F(FolderDetectorTest, takesAnotherInputSize) {
    write();
    reid::DetectorOptions options;
    options.inputSize = cv::Size(96, 32);
    EXPECT_EQ(sentence(options), "");
    options.inputSize = cv::Size(97, 32);
    EXPECT_NE(sentence(options).find("multiples of 32"), std::string::npos);
}

TEST_F(FolderDetectorTest, refusesAModelJsonThatDoesNotFitItsNetwork) {
    write({{"classes", {"person"}}});
    EXPECT_NE(sentence().find("2 classes, but model.json promises 1"), std::string::npos) << sentence();
    write({{"strides", {8, 16}}});
    EXPECT_NE(sentence().find("1 x 84 x 7"), std::string::npos) << sentence();
    write({{"output", "boxes"}});
    EXPECT_NE(sentence().find("boxes"), std::string::npos) << sentence();
    write({{"family", "yolov8"}});
    EXPECT_NE(sentence(), "");
}

TEST_F(FolderDetectorTest, familyAndClassAreTheFoldersAffair) {
    write();
    reid::DetectorOptions options;
    options.family = reid::DetectorFamily::Yolox;
    EXPECT_NE(sentence(options), "");
    options = {};
    options.personClass = 0;
    EXPECT_NE(sentence(options), "");
}

}  // namespace

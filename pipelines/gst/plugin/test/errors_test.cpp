#include <gtest/gtest.h>

#include "grid_network.hpp"
#include "harness.hpp"
#include "made_people.hpp"
#include "reid/lasting_gallery.hpp"
#include "valid_model.hpp"

namespace {

/// One sentence, with these words.
testing::AssertionResult says(const std::string& text, const std::vector<std::string>& words) {
    if (text.empty()) return testing::AssertionFailure() << "there is no error";
    if (text.find('\n') != std::string::npos || text.back() != '.')
        return testing::AssertionFailure() << "not one sentence: " << text;
    for (const std::string& word : words) {
        if (text.find(word) == std::string::npos) return testing::AssertionFailure() << word << " is not in: " << text;
    }
    return testing::AssertionSuccess();
}

class ErrorsTest : public testing::Test {
  protected:
    TemporaryFolder folder_;
};

TEST_F(ErrorsTest, aModelThatIsMissing) {
    const std::string nowhere = folder_.file("nowhere");
    EXPECT_TRUE(says(errorToReady("brnpadetect detector=" + nowhere), {nowhere}));
    EXPECT_TRUE(says(errorToReady("brnpatrack model=" + nowhere), {nowhere}));
    EXPECT_TRUE(says(errorToReady("brnpareid model=" + nowhere), {nowhere}));
    EXPECT_TRUE(says(errorToReady("brnpagallery model=" + nowhere), {nowhere}));
}

TEST_F(ErrorsTest, aModelThatIsDamaged) {
    writeReidModel(folder_);
    EXPECT_EQ(errorToReady("brnpareid model=" + folder_.path()), "");
    folder_.write("model.onnx", "something else");
    EXPECT_TRUE(says(errorToReady("brnpareid model=" + folder_.path()), {"model.onnx"}));
}

TEST_F(ErrorsTest, valuesOfProperties) {
    EXPECT_TRUE(says(errorToReady("brnpadetect detector=hog input-size=large"), {"input-size", "large", "416x320"}));
    EXPECT_TRUE(says(errorToReady("brnpadetect detector=hog input-size=416x320"), {"hog", "input size"}));
    EXPECT_TRUE(says(errorToReady("brnpadetect family=yolo"), {"family", "\"yolo\"", "yolox", "darknet"}));
    writeDetector(folder_);
    EXPECT_TRUE(says(errorToReady("brnpadetect score=7 detector=" + folder_.path()), {"7", "0 to 1"}));
    EXPECT_TRUE(says(errorToReady("brnpametawriter"), {"location"}));
    EXPECT_EQ(errorToReady("brnpadetect detector=hog"), "");
}

TEST_F(ErrorsTest, aNetworkFileOfAnotherFamilyOrClass) {
    GridNetwork network;  // of the family yolox, with one class
    network.constant = {0, 0, 0, 0, 0, 1};
    network.size = {SCENE_WIDTH, SCENE_HEIGHT};
    writeGridNetwork(folder_.file("network.onnx"), network);
    const std::string element = "brnpadetect input-size=320x256 detector=" + folder_.file("network.onnx");
    EXPECT_EQ(errorToReady(element), "");
    EXPECT_EQ(errorToReady(element + " family=yolox person-class=0"), "");
    EXPECT_TRUE(says(errorToReady(element + " family=yolov8"), {"network.onnx", "yolov8"}));
    EXPECT_TRUE(says(errorToReady(element + " person-class=9"), {"9", "class"}));
}

TEST_F(ErrorsTest, anEngineThatDoesNotExist) {
    for (const char* element :
         {"brnpadetect detector=", "brnpatrack model=", "brnpareid model=", "brnpagallery model="}) {
        TemporaryFolder model;
        if (std::string(element).find("detector") == std::string::npos) {
            writeReidModel(model);
        } else {
            writeDetector(model);
        }
        EXPECT_TRUE(says(errorToReady(element + model.path() + " engine=gpu"), {"gpu", "opencv", "onednn"}));
        EXPECT_EQ(errorToReady(element + model.path() + " engine=opencv"), "");
    }
}

TEST_F(ErrorsTest, aModelOfAnotherTask) {
    writeDetector(folder_);
    EXPECT_TRUE(says(errorToReady("brnpareid model=" + folder_.path()), {"detect"}));
}

TEST_F(ErrorsTest, aPropertyMayBeSetRightAfterAnError) {
    writeReidModel(folder_);
    Harness harness("brnpareid model=" + folder_.path());
    EXPECT_EQ(harness.error(), "");
    GstElement* const reid = harness.get()->element;
    gst_element_set_state(reid, GST_STATE_NULL);
    g_object_set(reid, "model", "nowhere", nullptr);
    EXPECT_EQ(gst_element_set_state(reid, GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE);
    EXPECT_TRUE(says(harness.error(), {"nowhere"}));
    gst_element_set_state(reid, GST_STATE_NULL);
    g_object_set(reid, "model", folder_.path().c_str(), nullptr);
    EXPECT_NE(gst_element_set_state(reid, GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE);
}

TEST_F(ErrorsTest, aFileThatCannotBeMade) {
    const std::string writer = "brnpametawriter location=" + folder_.file("no/such/folder/records.jsonl");
    EXPECT_TRUE(says(errorTo(GST_STATE_PAUSED, writer), {"no/such/folder"}));
}

TEST_F(ErrorsTest, aModelWithoutThresholdsNeedsACalibratedGallery) {
    writeReidModel(folder_);
    nlohmann::json model = validModelJson();
    model["thresholds"] = nlohmann::json::array();
    writeModelJson(folder_, model);
    const std::string file = folder_.file("people.gallery"), element = "brnpagallery model=" + folder_.path();
    EXPECT_TRUE(says(errorToReady(element), {"threshold"}));
    EXPECT_EQ(errorToReady(element + " threshold=0.2"), "");
    {
        reid::LastingGallery gallery(file, reid::LastingGallery::Access::Write,
                                     reid::GalleryModel::of(reid::ModelFolder::load(folder_.path())));
        EXPECT_TRUE(says(errorToReady(element + " location=" + file), {}));
        gallery.setThresholds({{0.001, 0.2, 0.15, 0.25, "these people"}});
    }
    EXPECT_EQ(errorToReady(element + " location=" + file), "");
}

TEST_F(ErrorsTest, aGalleryOfAnotherModel) {
    writeReidModel(folder_);
    folder_.write("people.gallery", "no gallery");
    EXPECT_TRUE(
        says(errorToReady("brnpagallery model=" + folder_.path() + " location=" + folder_.file("people.gallery")),
             {"people.gallery"}));
}

}  // namespace

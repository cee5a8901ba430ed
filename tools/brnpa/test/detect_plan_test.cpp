#include "detect_plan.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "reid/errors.hpp"

namespace {

namespace fs = std::filesystem;

class DetectPlanTest : public testing::Test {
  protected:
    DetectPlanTest() {
        std::string pattern = (fs::temp_directory_path() / "plan_test_XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        for (const char* name : {"a.mp4", "b.mp4", "c/a.avi"}) {
            fs::create_directories(fs::path(path(name)).parent_path());
            std::ofstream(path(name)) << "a video";
        }
        for (const char* name : {"1.png", "2.png"})
            cv::imwrite(path(name), cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(0)));
    }
    ~DetectPlanTest() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return folder_ + "/" + name; }

    std::vector<DetectPart> plan(DetectionFormat format, const std::vector<std::string>& inputs,
                                 const std::string& output, bool overwrite = false) const {
        DetectOptions options;
        options.format = format;
        for (const std::string& input : inputs)
            options.inputs.push_back(path(input));
        options.output = path(output);
        options.overwrite = overwrite;
        return planDetection(options);
    }

    std::string folder_;
};

TEST_F(DetectPlanTest, OneFileForAll) {
    for (const DetectionFormat format : {DetectionFormat::Coco, DetectionFormat::JsonLines}) {
        const auto parts = plan(format, {"a.mp4", "1.png"}, "out");
        ASSERT_EQ(parts.size(), 1U);
        EXPECT_EQ(parts[0].file, path("out"));
        ASSERT_EQ(parts[0].inputs.size(), 2U);
        EXPECT_FALSE(parts[0].inputs[0].picture);
        EXPECT_TRUE(parts[0].inputs[1].picture);
    }
}

TEST_F(DetectPlanTest, FoldersAreSearched) {
    std::ofstream(path("c/notes.txt")) << "neither";
    std::ofstream(path("c/.hidden.mp4")) << "a video";
    const auto parts = plan(DetectionFormat::JsonLines, {"."}, "out");
    std::vector<std::string> names;
    for (const DetectPart::Input& input : parts.at(0).inputs)
        names.push_back(fs::path(input.name).lexically_relative(path(".")).string());
    EXPECT_EQ(names, (std::vector<std::string>{"1.png", "2.png", "a.mp4", "b.mp4", "c/a.avi"}));
    fs::create_directory(path("empty"));
    EXPECT_THROW(plan(DetectionFormat::JsonLines, {"empty"}, "out"), reid::InputError);
}

TEST_F(DetectPlanTest, TheTerminalTakesOneFile) {
    DetectOptions options;
    options.output = TO_TERMINAL;
    options.inputs = {path("a.mp4"), path("b.mp4")};
    EXPECT_EQ(planDetection(options).at(0).file, "-");
    options.format = DetectionFormat::Mot;
    EXPECT_THROW(planDetection(options), reid::InputError);
    options.inputs = {path("1.png"), path("2.png")};
    EXPECT_EQ(planDetection(options).at(0).file, "-");
}

TEST_F(DetectPlanTest, MotHasOneFileForEachVideo) {
    const auto one = plan(DetectionFormat::Mot, {"a.mp4"}, "out.txt");
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].file, path("out.txt"));
    const auto two = plan(DetectionFormat::Mot, {"a.mp4", "b.mp4"}, "out");
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two[0].file, path("out/a.txt"));
    EXPECT_EQ(two[1].file, path("out/b.txt"));
    EXPECT_EQ(plan(DetectionFormat::Mot, {"a.mp4"}, "out")[0].file, path("out/a.txt"));  // it is there now
    EXPECT_EQ(plan(DetectionFormat::Mot, {"a.mp4"}, "new/")[0].file, path("new/a.txt"));
}

TEST_F(DetectPlanTest, PicturesAreOneSequenceOfMot) {
    const auto parts = plan(DetectionFormat::Mot, {"1.png", "2.png"}, "out.txt");
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].inputs.size(), 2U);
}

TEST_F(DetectPlanTest, RefusesWhatIsAmbiguous) {
    fs::create_directory(path("there"));
    std::ofstream(path("old.txt")) << "older";
    EXPECT_THROW(plan(DetectionFormat::Mot, {"a.mp4", "1.png"}, "out"), reid::InputError);
    EXPECT_THROW(plan(DetectionFormat::Mot, {"a.mp4", "c/a.avi"}, "out"), reid::InputError);
    EXPECT_FALSE(fs::exists(path("out")));
    EXPECT_THROW(plan(DetectionFormat::Mot, {"a.mp4", "b.mp4"}, "old.txt", true), reid::InputError);
    EXPECT_THROW(plan(DetectionFormat::Mot, {"1.png", "2.png"}, "there"), reid::InputError);
    EXPECT_THROW(plan(DetectionFormat::Coco, {"a.mp4"}, "there"), reid::InputError);
    EXPECT_THROW(plan(DetectionFormat::Coco, {"none.mp4"}, "out"), reid::InputError);
    EXPECT_THROW(plan(DetectionFormat::Coco, {"a.mp4"}, "old.txt"), reid::InputError);
    EXPECT_EQ(plan(DetectionFormat::Coco, {"a.mp4"}, "old.txt", true).size(), 1U);
}

TEST_F(DetectPlanTest, UrisAreVideosNamedByTheirPath) {
    DetectOptions options;
    options.format = DetectionFormat::Mot;
    options.inputs = {"rtsp://camera/gate?user=1", "rtsp://camera/door/"};
    options.output = path("out");
    const auto parts = planDetection(options);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].file, path("out/gate.txt"));
    EXPECT_EQ(parts[1].file, path("out/door.txt"));
    EXPECT_FALSE(parts[0].inputs[0].picture);
}

}  // namespace

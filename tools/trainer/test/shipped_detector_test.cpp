#include <gtest/gtest.h>

#include "data/person_samples.hpp"
#include "evaluation/detector_evaluation.hpp"
#include "evaluation/opencv_detector.hpp"
#include "export/sha256.hpp"
#include "test/shared_data.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t maxDetectorBytes = 5'000'000;
const std::string detectorFolder = std::string(BRNPA_MODELS) + "/person-detector/";

TEST(ShippedDetector, FilesBelongTogether) {
    const std::string onnx = contentOf(detectorFolder + "model.onnx");
    const auto json = nlohmann::json::parse(contentOf(detectorFolder + "model.json"));
    EXPECT_EQ(json.at("sha256"), sha256(onnx));
    EXPECT_LE(onnx.size(), maxDetectorBytes);
    EXPECT_EQ(json.at("name"), "person-detector");
    EXPECT_FALSE(contentOf(detectorFolder + "MODEL_CARD.md").empty());
    EXPECT_EQ(nlohmann::json::parse(contentOf(detectorFolder + json.at("recipe").get<std::string>())).at("name"),
              json.at("name"));
}

TEST(ShippedDetector, FindsWhatItsCardSays) {
    const std::string data = sharedData("person_detection");
    if (data.empty()) GTEST_SKIP() << "person_detection is not on this machine; set BRNPA_DATA";
    const auto measured = nlohmann::json::parse(contentOf(detectorFolder + "model.json")).at("measured").at(0);
    OpencvDetector detector = openDetectorFolder(detectorFolder);
    const auto found =
        evaluateDetector(detector, openPersonPictures(data, PersonSplit::Validation), detector.description().input);
    EXPECT_NEAR(found.all.ap50, measured.at("AP50").get<double>(), 1e-3);
    EXPECT_NEAR(found.all.ap, measured.at("AP").get<double>(), 1e-3);
}

}  // namespace
}  // namespace brnpa::trainer

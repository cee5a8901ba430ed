#include "model_location.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

TEST(ModelLocationTest, ThePersonDetectorIsTheDefaultWhereItIsShipped) {
    std::string pattern = (fs::temp_directory_path() / "models_test_XXXXXX").string();
    const fs::path models = mkdtemp(pattern.data());
    EXPECT_EQ(defaultDetector(models.string()), "hog");
    fs::create_directory(models / "person-detector");
    EXPECT_EQ(defaultDetector(models.string()), "hog");  // an empty folder is no model
    std::ofstream(models / "person-detector" / "model.json") << "{}";
    EXPECT_EQ(defaultDetector(models.string()), "person-detector");
    EXPECT_EQ(detectorLocation("person-detector", models.string()), (models / "person-detector").string());
    EXPECT_EQ(detectorLocation("hog", models.string()), "hog");
    EXPECT_EQ(detectorLocation("unknown", models.string()), "unknown");
    EXPECT_EQ(detectorLocation(models.string(), models.string()), models.string());
    fs::remove_all(models);
}

TEST(ModelLocationTest, TheBuildTreeFindsTheModelsOfTheRepository) {
    EXPECT_EQ(fs::path(defaultModelFolder()).filename(), "reid-live");
}

}  // namespace

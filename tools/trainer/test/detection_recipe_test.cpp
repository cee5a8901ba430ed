#include "tasks/detection_recipe.hpp"

#include <gtest/gtest.h>

#include "common/errors.hpp"
#include "evaluation/evaluate_detector_command.hpp"
#include "tasks/recipe.hpp"

namespace brnpa::trainer {
namespace {

using nlohmann::json;

json small() {
    return {{"task", "detect"}, {"name", "d"}, {"backbone", {{"strides", {2, 2, 1, 2, 2, 1}}}}};
}

std::string messageForDetector(const std::string& pointer, const json& value) {
    json recipe = small();
    recipe[json::json_pointer(pointer)] = value;
    try {
        parseDetectionRecipe(recipe, "r.json");
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(DetectionRecipe, DefaultsAreThoseOfTheDocumentation) {
    const DetectionRecipe recipe = parseDetectionRecipe(small(), "r.json");
    EXPECT_EQ(recipe.input.width, 416);
    EXPECT_EQ(recipe.input.height, 320);
    EXPECT_EQ(recipe.sampler.batch, 16);
    EXPECT_DOUBLE_EQ(recipe.detection.score, 0.3);
    EXPECT_EQ(recipe.backbone.strides.size(), 6u);
}

TEST(DetectionRecipe, WrittenOutItSaysEverythingAndTheSame) {
    auto source = small();
    source["loss"] = {{"class", 0.5}};
    source["augmentation"] = {{"mosaic", {{"nine", 0}}}, {"colors", {{"probability", 0.25}}}};
    const json resolved = toJson(parseDetectionRecipe(source, "r.json"));
    EXPECT_EQ(json(toJson(parseDetectionRecipe(resolved, "resolved"))), resolved);
    EXPECT_EQ(resolved.at("loss").at("class"), 0.5);
    EXPECT_EQ(resolved.at("augmentation").at("mosaic").at("nine"), 0);
    EXPECT_EQ(resolved.at("augmentation").at("colors").at("probability"), 0.25);
}

TEST(DetectionRecipe, NamesTheSettingAndTheValue) {
    EXPECT_EQ(messageForDetector("/input/width", 420),
              "the recipe r.json: input.width is 420, accepted are multiples of 32");
    EXPECT_EQ(messageForDetector("/head/depth", 9), "the recipe r.json: head.depth is 9, accepted is 1 to 8");
    EXPECT_EQ(messageForDetector("/head/num_parts", 3),
              "the recipe r.json: head.num_parts is no setting of this program");
    EXPECT_EQ(messageForDetector("/task", "reid"), "the recipe r.json: task is \"reid\", not detect");
    EXPECT_EQ(messageForDetector("/augmentation/mosaic", {{"one", 0}, {"four", 0}, {"nine", 0}}),
              "the recipe r.json: one, four and nine of augmentation.mosaic are all 0");
}

TEST(DetectionRecipe, TaskIsReidWhereItIsNotNamed) {
    EXPECT_EQ(taskOf(small(), "r.json"), "detect");
    EXPECT_EQ(taskOf(json::object(), "r.json"), "reid");
    EXPECT_THROW(taskOf({{"task", "segment"}}, "r.json"), InputError);
}

TEST(DetectionRecipe, InputSizesAreMultiplesOfTheCoarsestStride) {
    EXPECT_EQ(inputSizeOf("640x384"), cv::Size(640, 384));
    for (const char* text : {"640", "640x", "x384", "640x380", "0x32", "640x384 ", "-32x32", "8192x32"})
        EXPECT_FALSE(inputSizeOf(text)) << text;
}

}  // namespace
}  // namespace brnpa::trainer

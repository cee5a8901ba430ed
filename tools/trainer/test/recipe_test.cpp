#include "tasks/recipe.hpp"

#include <gtest/gtest.h>

#include "common/errors.hpp"
#include "tasks/schedule.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

using nlohmann::json;

std::string messageFor(const std::string& pointer, const json& value) {
    json recipe = tinyRecipe();
    recipe[json::json_pointer(pointer)] = value;
    try {
        parseRecipe(recipe, "r.json");
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Recipe, ReadsWhatItSays) {
    const Recipe recipe = parseRecipe(tinyRecipe(), "r.json");
    EXPECT_EQ(recipe.name, "tiny");
    EXPECT_EQ(recipe.input.height, 32);
    EXPECT_EQ(recipe.backbone.strides, (std::vector<int>{2, 1, 2}));
    EXPECT_EQ(recipe.embeddingSize(), 24);
    EXPECT_DOUBLE_EQ(recipe.schedule.warmUpEpochs, 0.5);
    EXPECT_EQ(recipe.precision, "float32");
}

TEST(Recipe, NamesTheSettingAndTheValue) {
    EXPECT_EQ(messageFor("/head/num_parts", 0), "the recipe r.json: head.num_parts is 0, accepted is 1 to 64");
    EXPECT_EQ(messageFor("/head/num_parts", 2.5), "the recipe r.json: head.num_parts is 2.5, not a whole number");
    EXPECT_EQ(messageFor("/head/parts", 3), "the recipe r.json: head.parts is no setting of this program");
    EXPECT_EQ(messageFor("/augmentation/flip", 1.5), "the recipe r.json: augmentation.flip is 1.5, accepted is 0 to 1");
    EXPECT_EQ(messageFor("/precision", "half"), "the recipe r.json: precision is \"half\", not bfloat16 or float32");
    EXPECT_EQ(messageFor("/backbone/strides", json{2, "x"}),
              "the recipe r.json: backbone.strides holds \"x\", not a whole number");
    EXPECT_EQ(messageFor("/loss", 3), "the recipe r.json: loss is not a JSON object");
    EXPECT_NE(messageFor("/input/std", json{0, 1, 1}).find("input.std holds 0"), std::string::npos);
}

TEST(Recipe, WrittenOutItSaysEverythingAndTheSame) {
    auto source = tinyRecipe();
    source["head"]["auxiliary"] = {{1}, {1, 2}};
    source["pyramid"]["stages"] = {1};
    const json resolved = toJson(parseRecipe(source, "r.json"));
    EXPECT_EQ(json(toJson(parseRecipe(resolved, "resolved"))), resolved);
    EXPECT_EQ(resolved.at("augmentation").at("pad"), 2);        // said
    EXPECT_EQ(resolved.at("loss").at("label_smoothing"), 0.1);  // a default
    EXPECT_EQ(resolved.at("head").at("auxiliary"), (json{{1}, {1, 2}}));
    for (const auto& section : source.items()) {
        if (!section.value().is_object()) continue;
        for (const auto& setting : section.value().items())
            EXPECT_EQ(resolved.at(section.key()).at(setting.key()), setting.value()) << setting.key();
    }
}

TEST(Recipe, AuxiliaryClassifiersSeePartsThatExist) {
    EXPECT_EQ(messageFor("/head/auxiliary", json{{1}, {3}}),
              "the recipe r.json: head.auxiliary holds 3, accepted is 1 to num_parts, 2");
}

TEST(Recipe, NeedsStridesAndAName) {
    json recipe = tinyRecipe();
    recipe.erase("backbone");
    EXPECT_THROW(parseRecipe(recipe, "r.json"), InputError);
    recipe = tinyRecipe();
    recipe.erase("name");
    EXPECT_THROW(parseRecipe(recipe, "r.json"), InputError);
}

TEST(Recipe, FilesThatAreNoRecipe) {
    const TemporaryFolder folder;
    EXPECT_THROW(readRecipe(folder.file("absent.json")), InputError);
    EXPECT_THROW(readRecipe(folder.write("broken.json", "{\"name\": ")), InputError);
    EXPECT_THROW(readRecipe(folder.write("list.json", "[1]")), InputError);
    EXPECT_EQ(readRecipe(folder.write("good.json", "// why\n" + tinyRecipe().dump())).name, "tiny");
}

TEST(Schedule, WarmsUpThenFollowsHalfACosine) {
    EXPECT_NEAR(learningRateFactor(0, 10, 2), 0.01, 1e-12);
    EXPECT_NEAR(learningRateFactor(1, 10, 2), 0.505, 1e-12);
    EXPECT_NEAR(learningRateFactor(2, 10, 2), 1, 1e-12);
    EXPECT_NEAR(learningRateFactor(4, 10, 2), 0.853553390593, 1e-9);  // (1 + cos 45 degrees) / 2
    EXPECT_NEAR(learningRateFactor(6, 10, 2), 0.5, 1e-12);
    EXPECT_NEAR(learningRateFactor(10, 10, 2), 0, 1e-12);
    EXPECT_NEAR(learningRateFactor(0, 10, 0), 1, 1e-12);
}

TEST(Schedule, MultistepFallsAtTheMilestones) {
    EXPECT_NEAR(multistepFactor(0.5, 1, {3, 5}, 0.1), 0.505, 1e-12);
    EXPECT_NEAR(multistepFactor(2.99, 1, {3, 5}, 0.1), 1, 1e-12);
    EXPECT_NEAR(multistepFactor(3, 1, {5, 3}, 0.1), 0.1, 1e-12);
    EXPECT_NEAR(multistepFactor(7, 1, {3, 5}, 0.1), 0.01, 1e-12);
}

}  // namespace
}  // namespace brnpa::trainer

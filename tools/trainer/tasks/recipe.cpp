#include "tasks/recipe.hpp"

#include <fstream>

#include "tasks/visit_sections.hpp"

namespace brnpa::trainer {
namespace {

using nlohmann::json;

//! All settings with the values they may have: read by SettingsReader, written by SettingsWriter.
template <class Settings, class Recipe>
void visitReid(Settings& top, Recipe& recipe) {
    top.text("name", recipe.name, {});
    top.text("precision", recipe.precision, {"float32", "bfloat16"});
    top.integer("seed", recipe.seed, 0, std::numeric_limits<int>::max());

    visitCard(top, recipe.card);
    visitInput(top, recipe.input);
    visitBackbone(top, recipe.backbone);

    auto pyramid = top.section("pyramid");
    pyramid.integers("stages", recipe.pyramid.stages, false);
    pyramid.integer("channels", recipe.pyramid.channels, 1, 8192);
    pyramid.finish();

    auto head = top.section("head");
    head.text("type", recipe.head.type, {"brnpa", "average", "bilinear"});
    head.integer("channels", recipe.head.channels, 1, 8192);
    head.integer("num_parts", recipe.head.numParts, 1, 64);
    head.number("epsilon", recipe.head.epsilon, 1e-12, 1);
    head.lists("auxiliary", recipe.head.auxiliary);
    head.finish();

    auto validation = top.section("validation");
    validation.integer("every", recipe.validation.every, 2, 1000000);
    validation.integer("offset", recipe.validation.offset, 0, recipe.validation.every - 1);
    validation.integer("interval", recipe.validation.interval, 1, manyEpochs);
    validation.finish();

    auto sampler = top.section("sampler");
    sampler.integer("identities", recipe.sampler.identities, 2, 4096);
    sampler.integer("images_per_identity", recipe.sampler.imagesPerIdentity, 2, 4096);
    sampler.integer("accumulate", recipe.sampler.accumulate, 1, 4096);
    sampler.finish();

    auto augmentation = top.section("augmentation");
    augmentation.number("flip", recipe.augmentation.flip, 0, 1);
    augmentation.integer("pad", recipe.augmentation.pad, 0, 1024);
    augmentation.number("erase", recipe.augmentation.erase, 0, 1);
    visitColors(augmentation, recipe.augmentation.colors);
    auto scaleCrop = augmentation.section("scale_crop");
    scaleCrop.number("probability", recipe.augmentation.scaleCrop.probability, 0, 1);
    scaleCrop.number("min_area", recipe.augmentation.scaleCrop.minArea, 0.01, 1);
    scaleCrop.number("max_aspect", recipe.augmentation.scaleCrop.maxAspect, 1, 10);
    scaleCrop.finish();
    augmentation.finish();

    auto loss = top.section("loss");
    loss.number("label_smoothing", recipe.loss.labelSmoothing, 0, 0.99);
    loss.number("triplet_margin", recipe.loss.tripletMargin, 0, SettingsReader::unlimited);
    loss.number("triplet_weight", recipe.loss.tripletWeight, 0, SettingsReader::unlimited);
    loss.number("center_weight", recipe.loss.centerWeight, 0, SettingsReader::unlimited);
    loss.number("center_rate", recipe.loss.centerRate, 0, 1);
    loss.number("circle_weight", recipe.loss.circleWeight, 0, SettingsReader::unlimited);
    loss.number("circle_margin", recipe.loss.circleMargin, 0, 1);
    loss.number("circle_scale", recipe.loss.circleScale, 1e-3, 1e6);
    loss.finish();

    auto distillation = top.section("distillation");
    distillation.number("weight", recipe.distillation.weight, 0, 1);
    distillation.number("temperature", recipe.distillation.temperature, 0.01, 1000);
    distillation.number("relation_weight", recipe.distillation.relationWeight, 0, SettingsReader::unlimited);
    distillation.flag("start_from_teacher", recipe.distillation.startFromTeacher);
    distillation.text("targets", recipe.distillation.targets, {"batch", "stored"});
    distillation.finish();

    visitOptimizer(top, recipe.optimizer);
    visitSchedule(top, recipe.schedule);
}

}  // namespace

Recipe parseRecipe(const json& source, const std::string& what) {
    Recipe recipe;
    SettingsReader top(source, "", what);
    std::string task = "reid";
    top.text("task", task, {"reid"});
    visitReid(top, recipe);
    requireFolderName(top, recipe.name);
    for (const auto& subset : recipe.head.auxiliary)
        for (const int part : subset)
            if (part < 1 || part > recipe.head.numParts)
                top.fail(
                    fmt::format("head.auxiliary holds {}, accepted is 1 to num_parts, {}", part, recipe.head.numParts));
    if (!recipe.head.auxiliary.empty() && recipe.head.type != "brnpa")
        top.fail("head.auxiliary needs head.type \"brnpa\"");
    top.finish();
    return recipe;
}

Recipe readRecipe(const std::string& path) {
    return parseRecipe(readRecipeFile(path), path);
}

nlohmann::json readRecipeFile(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw InputError("cannot open the recipe " + path);
    try {
        return json::parse(file, nullptr, true, /*ignore_comments=*/true);
    } catch (const json::exception& error) {
        throw InputError(fmt::format("the recipe {} is not JSON: {}", path, error.what()));
    }
}

std::string taskOf(const json& recipe, const std::string& what) {
    std::string task = "reid";
    SettingsReader(recipe, "", what).text("task", task, {"reid", "detect"});
    return task;
}

nlohmann::ordered_json toJson(const Recipe& recipe) {
    nlohmann::ordered_json json{{"task", "reid"}};
    SettingsWriter top(json);
    visitReid(top, recipe);
    return json;
}

}  // namespace brnpa::trainer

#include "tasks/recipe.hpp"

#include <fstream>

#include "tasks/settings_reader.hpp"
#include "tasks/settings_writer.hpp"

namespace brnpa::trainer {
namespace {

using nlohmann::json;

constexpr double unlimited = SettingsReader::unlimited;
constexpr int manyEpochs = 1000000;

//! All settings with the values they may have: read by SettingsReader, written by SettingsWriter.
template <class Settings, class Recipe>
void visit(Settings& top, Recipe& recipe) {
    top.text("name", recipe.name, {});
    top.text("precision", recipe.precision, {"float32", "bfloat16"});
    top.integer("seed", recipe.seed, 0, std::numeric_limits<int>::max());

    auto card = top.section("card");
    card.text("terms", recipe.card.terms, {});
    card.text("licence", recipe.card.licence, {});
    card.finish();

    auto input = top.section("input");
    input.integer("width", recipe.input.width, 8, 4096);
    input.integer("height", recipe.input.height, 8, 4096);
    input.colors("mean", recipe.input.mean, 0);
    input.colors("std", recipe.input.std, 1);
    input.finish();

    auto backbone = top.section("backbone");
    backbone.text("name", recipe.backbone.name, {"mobilenet_v2"});
    backbone.integers("strides", recipe.backbone.strides, true);
    backbone.integer("frozen_stages", recipe.backbone.frozenStages, 0, 7);
    backbone.finish();

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
    auto colors = augmentation.section("colors");
    colors.number("probability", recipe.augmentation.colors.probability, 0, 1);
    colors.number("brightness", recipe.augmentation.colors.brightness, 0, 10);
    colors.number("contrast", recipe.augmentation.colors.contrast, 0, 10);
    colors.number("saturation", recipe.augmentation.colors.saturation, 0, 10);
    colors.number("hue", recipe.augmentation.colors.hue, 0, 0.5);
    colors.finish();
    auto scaleCrop = augmentation.section("scale_crop");
    scaleCrop.number("probability", recipe.augmentation.scaleCrop.probability, 0, 1);
    scaleCrop.number("min_area", recipe.augmentation.scaleCrop.minArea, 0.01, 1);
    scaleCrop.number("max_aspect", recipe.augmentation.scaleCrop.maxAspect, 1, 10);
    scaleCrop.finish();
    augmentation.finish();

    auto loss = top.section("loss");
    loss.number("label_smoothing", recipe.loss.labelSmoothing, 0, 0.99);
    loss.number("triplet_margin", recipe.loss.tripletMargin, 0, unlimited);
    loss.number("triplet_weight", recipe.loss.tripletWeight, 0, unlimited);
    loss.number("center_weight", recipe.loss.centerWeight, 0, unlimited);
    loss.number("center_rate", recipe.loss.centerRate, 0, 1);
    loss.number("circle_weight", recipe.loss.circleWeight, 0, unlimited);
    loss.number("circle_margin", recipe.loss.circleMargin, 0, 1);
    loss.number("circle_scale", recipe.loss.circleScale, 1e-3, 1e6);
    loss.finish();

    auto distillation = top.section("distillation");
    distillation.number("weight", recipe.distillation.weight, 0, 1);
    distillation.number("temperature", recipe.distillation.temperature, 0.01, 1000);
    distillation.number("relation_weight", recipe.distillation.relationWeight, 0, unlimited);
    distillation.flag("start_from_teacher", recipe.distillation.startFromTeacher);
    distillation.text("targets", recipe.distillation.targets, {"batch", "stored"});
    distillation.finish();

    auto optimizer = top.section("optimizer");
    optimizer.text("name", recipe.optimizer.name, {"adamw", "sgd"});
    optimizer.number("learning_rate", recipe.optimizer.learningRate, 0, 10);
    optimizer.number("head_learning_rate", recipe.optimizer.headLearningRate, 0, 10);
    optimizer.number("weight_decay", recipe.optimizer.weightDecay, 0, 10);
    optimizer.number("momentum", recipe.optimizer.momentum, 0, 0.9999);
    optimizer.number("clip_norm", recipe.optimizer.clipNorm, 0, unlimited);
    optimizer.number("average_decay", recipe.optimizer.averageDecay, 0, 0.999999);
    optimizer.finish();

    auto schedule = top.section("schedule");
    schedule.text("name", recipe.schedule.name, {"cosine", "multistep"});
    schedule.number("epochs", recipe.schedule.epochs, 0.001, manyEpochs);
    schedule.number("warm_up_epochs", recipe.schedule.warmUpEpochs, 0, recipe.schedule.epochs);
    schedule.integers("milestones", recipe.schedule.milestones, false);
    schedule.number("gamma", recipe.schedule.gamma, 1e-6, 1);
    schedule.finish();
}

}  // namespace

Recipe parseRecipe(const json& source, const std::string& what) {
    Recipe recipe;
    SettingsReader top(source, "", what);
    std::string task = "reid";
    top.text("task", task, {"reid"});
    visit(top, recipe);
    if (recipe.name.empty() || recipe.name.find('/') != std::string::npos)
        top.fail("name is missing or no name of a folder");
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
    std::ifstream file(path);
    if (!file) throw InputError("cannot open the recipe " + path);
    json source;
    try {
        source = json::parse(file, nullptr, true, /*ignore_comments=*/true);
    } catch (const json::exception& error) {
        throw InputError(fmt::format("the recipe {} is not JSON: {}", path, error.what()));
    }
    return parseRecipe(source, path);
}

nlohmann::ordered_json toJson(const Recipe& recipe) {
    nlohmann::ordered_json json{{"task", "reid"}};
    SettingsWriter top(json);
    visit(top, recipe);
    return json;
}

}  // namespace brnpa::trainer

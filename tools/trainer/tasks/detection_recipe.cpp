#include "tasks/detection_recipe.hpp"

#include <limits>

#include "tasks/visit_sections.hpp"

namespace brnpa::trainer {
namespace {

template <class Settings, class Section>
void visitAugmentation(Settings& top, Section& section) {
    auto augmentation = top.section("augmentation");
    auto mosaic = augmentation.section("mosaic");
    mosaic.number("one", section.mosaic.shares[0], 0, 1);
    mosaic.number("four", section.mosaic.shares[1], 0, 1);
    mosaic.number("nine", section.mosaic.shares[2], 0, 1);
    mosaic.number("smallest_person", section.mosaic.smallestPerson, 8, 4096);
    mosaic.number("largest_person", section.mosaic.largestPerson, section.mosaic.smallestPerson, 4096);
    mosaic.integer("pasted", section.mosaic.pasted, 0, 64);
    mosaic.finish();
    augmentation.number("flip", section.mosaic.flip, 0, 1);
    visitColors(augmentation, section.mosaic.colors);
    augmentation.integer("whole_epochs", section.wholeEpochs, 0, manyEpochs);
    augmentation.finish();
}

//! All settings with the values they may have: read by SettingsReader, written by SettingsWriter.
template <class Settings, class Recipe>
void visitDetection(Settings& top, Recipe& recipe) {
    top.text("name", recipe.name, {});
    top.integer("seed", recipe.seed, 0, std::numeric_limits<int>::max());
    visitCard(top, recipe.card);
    visitInput(top, recipe.input);
    visitBackbone(top, recipe.backbone);

    auto pyramid = top.section("pyramid");
    pyramid.integer("channels", recipe.pyramid.channels, 1, 1024);
    pyramid.finish();

    auto head = top.section("head");
    head.integer("depth", recipe.head.depth, 1, 8);
    head.finish();

    auto detection = top.section("detection");
    detection.number("score", recipe.detection.score, 0, 1);
    detection.number("overlap", recipe.detection.overlap, 0, 1);
    detection.finish();

    auto validation = top.section("validation");
    validation.integer("interval", recipe.validation.interval, 1, manyEpochs);
    validation.finish();

    auto sampler = top.section("sampler");
    sampler.integer("batch", recipe.sampler.batch, 1, 4096);
    sampler.integer("accumulate", recipe.sampler.accumulate, 1, 4096);
    sampler.number("balance", recipe.sampler.balance, 0, 1);
    sampler.integer("width", recipe.sampler.width, 32, 4096);
    sampler.integer("height", recipe.sampler.height, 32, 4096);
    sampler.finish();

    visitAugmentation(top, recipe.augmentation);

    auto loss = top.section("loss");
    loss.number("box", recipe.loss.box, 0, SettingsReader::unlimited);
    loss.number("objectness", recipe.loss.objectness, 0, SettingsReader::unlimited);
    loss.number("class", recipe.loss.classes, 0, SettingsReader::unlimited);
    loss.finish();

    visitOptimizer(top, recipe.optimizer);
    visitSchedule(top, recipe.schedule);
}

}  // namespace

DetectionRecipe parseDetectionRecipe(const nlohmann::json& source, const std::string& what) {
    DetectionRecipe recipe;
    SettingsReader top(source, "", what);
    std::string task;
    top.text("task", task, {"detect"});
    visitDetection(top, recipe);
    if (task.empty()) top.fail("task is missing, a detector's is \"detect\"");
    requireFolderName(top, recipe.name);
    const auto coarsest = detectionStrides.back();
    for (const auto& [key, side] : {std::pair{"input.width", recipe.input.width},
                                    {"input.height", recipe.input.height},
                                    {"sampler.width", recipe.sampler.width},
                                    {"sampler.height", recipe.sampler.height}})
        if (side % coarsest != 0) top.fail(fmt::format("{} is {}, accepted are multiples of {}", key, side, coarsest));
    const auto& shares = recipe.augmentation.mosaic.shares;
    if (shares[0] + shares[1] + shares[2] <= 0) top.fail("one, four and nine of augmentation.mosaic are all 0");
    top.finish();
    return recipe;
}

nlohmann::ordered_json toJson(const DetectionRecipe& recipe) {
    nlohmann::ordered_json json{{"task", "detect"}};
    SettingsWriter top(json);
    visitDetection(top, recipe);
    return json;
}

}  // namespace brnpa::trainer

#pragma once

#include "data/color_jitter.hpp"
#include "tasks/recipe_sections.hpp"
#include "tasks/settings_reader.hpp"
#include "tasks/settings_writer.hpp"

namespace brnpa::trainer {

constexpr int manyEpochs = 1000000;

//! The settings of a section with the values they may have: read by SettingsReader, written by SettingsWriter.
template <class Settings, class Section>
void visitCard(Settings& top, Section& section) {
    auto card = top.section("card");
    card.text("terms", section.terms, {});
    card.text("licence", section.licence, {});
    card.finish();
}

template <class Settings, class Section>
void visitInput(Settings& top, Section& section) {
    auto input = top.section("input");
    input.integer("width", section.width, 8, 4096);
    input.integer("height", section.height, 8, 4096);
    input.colors("mean", section.mean, 0);
    input.colors("std", section.std, 1);
    input.finish();
}

template <class Settings, class Section>
void visitBackbone(Settings& top, Section& section) {
    auto backbone = top.section("backbone");
    backbone.text("name", section.name, {"mobilenet_v2"});
    backbone.integers("strides", section.strides, true);
    backbone.integer("frozen_stages", section.frozenStages, 0, 7);
    backbone.finish();
}

//! @param augmentation the section that the colors are in.
template <class Settings, class Section>
void visitColors(Settings& augmentation, Section& section) {
    auto colors = augmentation.section("colors");
    colors.number("probability", section.probability, 0, 1);
    colors.number("brightness", section.brightness, 0, 10);
    colors.number("contrast", section.contrast, 0, 10);
    colors.number("saturation", section.saturation, 0, 10);
    colors.number("hue", section.hue, 0, 0.5);
    colors.finish();
}

template <class Settings, class Section>
void visitOptimizer(Settings& top, Section& section) {
    auto optimizer = top.section("optimizer");
    optimizer.text("name", section.name, {"adamw", "sgd"});
    optimizer.number("learning_rate", section.learningRate, 0, 10);
    optimizer.number("head_learning_rate", section.headLearningRate, 0, 10);
    optimizer.number("weight_decay", section.weightDecay, 0, 10);
    optimizer.number("momentum", section.momentum, 0, 0.9999);
    optimizer.number("clip_norm", section.clipNorm, 0, SettingsReader::unlimited);
    optimizer.number("average_decay", section.averageDecay, 0, 0.999999);
    optimizer.finish();
}

template <class Settings, class Section>
void visitSchedule(Settings& top, Section& section) {
    auto schedule = top.section("schedule");
    schedule.text("name", section.name, {"cosine", "multistep"});
    schedule.number("epochs", section.epochs, 0.001, manyEpochs);
    schedule.number("warm_up_epochs", section.warmUpEpochs, 0, section.epochs);
    schedule.integers("milestones", section.milestones, false);
    schedule.number("gamma", section.gamma, 1e-6, 1);
    schedule.finish();
}

//! @throws InputError for the name of a recipe that no folder can have.
inline void requireFolderName(const SettingsReader& top, const std::string& name) {
    if (name.empty() || name.find('/') != std::string::npos) top.fail("name is missing or no name of a folder");
}

}  // namespace brnpa::trainer

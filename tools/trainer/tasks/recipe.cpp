#include "tasks/recipe.hpp"

#include <fmt/format.h>

#include <fstream>
#include <limits>
#include <set>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

using nlohmann::json;

constexpr double huge = std::numeric_limits<double>::max();

//! One object of the recipe; remembers which keys were asked for, so that a misspelt one is an error and not silence.
class Section {
  public:
    Section(const json& object, std::string where, std::string what)
        : object_(object), where_(std::move(where)), what_(std::move(what)) {
        if (object_.is_object()) return;
        fail((where_.empty() ? "its content" : where_.substr(0, where_.size() - 1)) + " is not a JSON object");
    }

    //! An absent section is an empty one: the defaults hold.
    Section section(const std::string& key) {
        static const json empty = json::object();
        known_.insert(key);
        const auto found = object_.find(key);
        return {found == object_.end() ? empty : *found, where_ + key + ".", what_};
    }

    void number(const std::string& key, double& target, double low, double high) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_number()) fail(fmt::format("{}{} is {}, not a number", where_, key, value->dump()));
        const double number = value->get<double>();
        if (!(number >= low && number <= high)) outOfRange(key, *value, low, high);
        target = number;
    }

    void integer(const std::string& key, int& target, int low, int high) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_number_integer())
            fail(fmt::format("{}{} is {}, not a whole number", where_, key, value->dump()));
        const auto number = value->get<std::int64_t>();
        if (number < low || number > high) outOfRange(key, *value, low, high);
        target = static_cast<int>(number);
    }

    void text(const std::string& key, std::string& target, const std::set<std::string>& accepted) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_string()) fail(fmt::format("{}{} is {}, not a text", where_, key, value->dump()));
        target = value->get<std::string>();
        if (accepted.empty() || accepted.count(target) > 0) return;
        std::string list;
        for (const auto& word : accepted)
            list += (list.empty() ? "" : " or ") + word;
        fail(fmt::format("{}{} is \"{}\", not {}", where_, key, target, list));
    }

    void colors(const std::string& key, std::array<double, 3>& target, double low) {
        const json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_array() || value->size() != 3)
            fail(fmt::format("{}{} is not a list of three numbers", where_, key));
        for (std::size_t i = 0; i < 3; ++i) {
            if (!value->at(i).is_number() || value->at(i).get<double>() < low || value->at(i).get<double>() > 255)
                fail(fmt::format("{}{} holds {}, not a number from {} to 255", where_, key, value->at(i).dump(), low));
            target[i] = value->at(i).get<double>();
        }
    }

    void integers(const std::string& key, std::vector<int>& target) {
        const json* value = find(key);
        if (value == nullptr) fail(fmt::format("{}{} is missing", where_, key));
        if (!value->is_array()) fail(fmt::format("{}{} is not a list", where_, key));
        for (const auto& item : *value) {
            if (!item.is_number_integer())
                fail(fmt::format("{}{} holds {}, not a whole number", where_, key, item.dump()));
            target.push_back(item.get<int>());
        }
    }

    void finish() const {
        for (const auto& item : object_.items())
            if (known_.count(item.key()) == 0)
                fail(fmt::format("{}{} is no setting of this program", where_, item.key()));
    }

    [[noreturn]] void fail(const std::string& why) const {
        throw InputError(fmt::format("the recipe {}: {}", what_, why));
    }

  private:
    const json* find(const std::string& key) {
        known_.insert(key);
        const auto found = object_.find(key);
        return found == object_.end() ? nullptr : &*found;
    }

    [[noreturn]] void outOfRange(const std::string& key, const json& value, double low, double high) const {
        const std::string range = high >= huge ? fmt::format("{} or more", low) : fmt::format("{} to {}", low, high);
        fail(fmt::format("{}{} is {}, accepted is {}", where_, key, value.dump(), range));
    }

    const json& object_;
    std::string where_, what_;
    std::set<std::string> known_;
};

}  // namespace

Recipe parseRecipe(const json& source, const std::string& what) {
    Recipe recipe;
    recipe.source = source;
    Section top(source, "", what);
    std::string task = "reid", backboneName = "mobilenet_v2", optimizerName = "adamw";
    top.text("task", task, {"reid"});
    top.text("name", recipe.name, {});
    if (recipe.name.empty() || recipe.name.find('/') != std::string::npos)
        top.fail("name is missing or no name of a folder");
    top.text("precision", recipe.precision, {"float32", "bfloat16"});
    int seed = 1;
    top.integer("seed", seed, 0, std::numeric_limits<int>::max());
    recipe.seed = static_cast<std::uint64_t>(seed);

    auto input = top.section("input");
    input.integer("width", recipe.input.width, 8, 4096);
    input.integer("height", recipe.input.height, 8, 4096);
    input.colors("mean", recipe.input.mean, 0);
    input.colors("std", recipe.input.std, 1);
    input.finish();

    auto backbone = top.section("backbone");
    backbone.text("name", backboneName, {"mobilenet_v2"});
    backbone.integers("strides", recipe.backbone.strides);
    backbone.integer("frozen_stages", recipe.backbone.frozenStages, 0, 7);
    backbone.finish();

    auto head = top.section("head");
    head.integer("channels", recipe.head.channels, 1, 8192);
    head.integer("num_parts", recipe.head.numParts, 1, 64);
    head.number("epsilon", recipe.head.epsilon, 1e-12, 1);
    head.finish();

    auto validation = top.section("validation");
    validation.integer("every", recipe.validation.every, 2, 1000000);
    validation.integer("offset", recipe.validation.offset, 0, recipe.validation.every - 1);
    validation.finish();

    auto sampler = top.section("sampler");
    sampler.integer("identities", recipe.sampler.identities, 2, 4096);
    sampler.integer("images_per_identity", recipe.sampler.imagesPerIdentity, 2, 4096);
    sampler.finish();

    auto augmentation = top.section("augmentation");
    augmentation.number("flip", recipe.augmentation.flip, 0, 1);
    augmentation.integer("pad", recipe.augmentation.pad, 0, 1024);
    augmentation.number("erase", recipe.augmentation.erase, 0, 1);
    augmentation.finish();

    auto loss = top.section("loss");
    loss.number("label_smoothing", recipe.loss.labelSmoothing, 0, 0.99);
    loss.number("triplet_margin", recipe.loss.tripletMargin, 0, huge);
    loss.number("triplet_weight", recipe.loss.tripletWeight, 0, huge);
    loss.finish();

    auto optimizer = top.section("optimizer");
    optimizer.text("name", optimizerName, {"adamw"});
    optimizer.number("learning_rate", recipe.optimizer.learningRate, 0, 10);
    optimizer.number("head_learning_rate", recipe.optimizer.headLearningRate, 0, 10);
    optimizer.number("weight_decay", recipe.optimizer.weightDecay, 0, 10);
    optimizer.finish();

    auto schedule = top.section("schedule");
    schedule.number("epochs", recipe.schedule.epochs, 0.001, 1e6);
    schedule.number("warm_up_epochs", recipe.schedule.warmUpEpochs, 0, recipe.schedule.epochs);
    schedule.finish();

    top.finish();
    return recipe;
}

Recipe readRecipe(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw InputError("cannot open the recipe " + path);
    json source;
    try {
        source = json::parse(file);
    } catch (const json::exception& error) {
        throw InputError(fmt::format("the recipe {} is not JSON: {}", path, error.what()));
    }
    return parseRecipe(source, path);
}

}  // namespace brnpa::trainer

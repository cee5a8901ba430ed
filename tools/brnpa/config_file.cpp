#include "config_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <sstream>

namespace {

/// Tables of one file, and what they set.
class Reader {
  public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    void read(const toml::table& table, const CLI::App& command, const std::vector<std::string>& parents) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (const toml::table* const section = node.as_table()) {
                std::vector<std::string> inner = parents;
                inner.push_back(name);
                read(*section, subcommand(command, name, key.source()), inner);
            } else {
                requireOption(command, name, key.source());
                items_.push_back({parents, name, valuesOf(node, name)});
            }
        }
    }

    std::vector<CLI::ConfigItem> items() && { return std::move(items_); }

    [[noreturn]] void fail(const toml::source_region& where, const std::string& text) const {
        throw CLI::ConfigError(fmt::format("{}, line {}: {}", file_, where.begin.line, text));
    }

  private:
    static std::string called(const CLI::App& command) {
        return command.get_parent() ? "brnpa " + command.get_name() : "brnpa";
    }

    const CLI::App& subcommand(const CLI::App& command, const std::string& name,
                               const toml::source_region& where) const {
        for (const CLI::App* one : command.get_subcommands([](const CLI::App*) { return true; }))
            if (one->check_name(name)) return *one;
        fail(where, fmt::format("{} has no command {} for the section [{}]", called(command), name, name));
    }

    void requireOption(const CLI::App& command, const std::string& name, const toml::source_region& where) const {
        const CLI::Option* option = command.get_option_no_throw("--" + name);
        if (!option) option = command.get_option_no_throw(name);  // a source
        if (option && option->get_configurable() && option != command.get_config_ptr()) return;
        const bool inSection = command.get_parent() != nullptr;
        fail(where, fmt::format("{} has no option {}{}", called(command), name,
                                inSection ? "" : "; options stand in the section of their command, such as [stream]"));
    }

    std::vector<std::string> valuesOf(const toml::node& node, const std::string& name) const {
        std::vector<std::string> values;
        if (const toml::array* const array = node.as_array()) {
            for (const toml::node& one : *array)
                values.push_back(valueOf(one, name));
        } else {
            values.push_back(valueOf(node, name));
        }
        return values;
    }

    std::string valueOf(const toml::node& node, const std::string& name) const {
        if (const auto* const text = node.as_string()) return text->get();
        if (const auto* const flag = node.as_boolean()) return flag->get() ? "true" : "false";
        if (const auto* const whole = node.as_integer()) return std::to_string(whole->get());
        if (const auto* const number = node.as_floating_point()) return fmt::format("{}", number->get());
        fail(node.source(), fmt::format("{} is text, a number, true or false, or a list of these", name));
    }

    const std::string file_;
    std::vector<CLI::ConfigItem> items_;
};

}  // namespace

std::vector<CLI::ConfigItem> ConfigFile::from_config(std::istream& input) const {
    const CLI::Option* const option = program_.get_config_ptr();
    Reader reader(option && !option->results().empty() ? option->results().front() : "the configuration");
    std::ostringstream text;
    text << input.rdbuf();
    try {
        reader.read(toml::parse(text.str()), program_, {});
    } catch (const toml::parse_error& error) {
        reader.fail(error.source(), std::string(error.description()));
    }
    return std::move(reader).items();
}

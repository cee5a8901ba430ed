#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// TOML with a section for each command, as options of them. CLI11's own reader takes half of a line for a whole one,
/// and passes over what it does not know.
class ConfigFile : public CLI::Config {
  public:
    /// @param program whose commands and options a file may name, and whose config option names the file; outlives
    /// this.
    explicit ConfigFile(const CLI::App& program) : program_(program) {}

    /// @throws CLI::ConfigError that names file, line and key when it is no TOML, or names something that is not there.
    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;

    /// Nobody asks for it. @returns "".
    std::string to_config(const CLI::App*, bool, bool, std::string) const override { return ""; }

  private:
    const CLI::App& program_;
};

#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "accept_distance.hpp"

/// Declares --model, the folder of a network.
void addModelOption(CLI::App& command, std::string& model);

/// Declares --threshold, --false-accept-rate and --margin: who counts as the same person.
void addAcceptOptions(CLI::App& command, AcceptOptions& options);

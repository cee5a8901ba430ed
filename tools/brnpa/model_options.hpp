#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "accept_distance.hpp"

/// Declares --model: the text becomes the folder of a network, also where the name of a shipped one is given.
CLI::Option* addModelOption(CLI::App& command, std::string& model);

/// Declares --threshold, --false-accept-rate and --margin: who counts as the same person.
void addAcceptOptions(CLI::App& command, AcceptOptions& options);

#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// What is wrong with a command line whose first or second word should name a command and does not: CLI11 would name
/// the word behind it, or none.
/// @param words without the program's name.
/// @returns a sentence without its end, which names the nearest command where one is near; empty: that is not wrong.
std::string unknownCommand(const CLI::App& program, const std::vector<std::string>& words);

#pragma once

#include <CLI/CLI.hpp>

/// Unlike CLI::Range, refuses "nan".
CLI::Validator numberBetween(double low, double high);

constexpr double MOST_FRAMES = 1e15;  ///< more than any video has, and exact as a double

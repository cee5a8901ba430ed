#pragma once

#include <CLI/CLI.hpp>

constexpr double MOST_FRAMES = 1e15;  ///< more than any video has, and exact as a double

/// Unlike CLI::Range, refuses "nan".
CLI::Validator numberBetween(double low, double high);

/// Accepts a width and a height in pixels, written as the example is.
CLI::Validator sizeLike(const std::string& example);

/// Accepts the name of a file whose ending is that of a picture that can be written.
CLI::Validator writablePicture();

/// The same, or .svg.
CLI::Validator writableDrawing();

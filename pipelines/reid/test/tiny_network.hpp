#pragma once

#include <string>

/// A network whose outputs can be computed by hand: the mean of each cell of CELL x CELL pixels is the cell's feature
/// vector of three numbers (the channels), and the BRNPA layer groups the cells.
struct TinyNetwork {
    int parts = 2;
    int batch = 0;  ///< 0: any
    std::string embeddingName = "feature_vector";
};

constexpr int CELL = 2;  // pixels

/// @param width, height of the input in pixels, multiples of CELL.
void writeTinyNetwork(const std::string& path, int width, int height, const TinyNetwork& options = {});

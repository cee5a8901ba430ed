#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace reid {

/// Pairs rows with columns at the least total cost, where a row may also stay alone at a price (Hungarian method with
/// potentials, O(rows^2 (rows + columns))). Equal costs always give the same answer.
/// @param cost rows x columns, finite; an infinite entry forbids the pair.
/// @param aloneCost of a row that stays alone, finite; no pair that costs more is made.
/// @returns for each row its column, or -1.
std::vector<int> assign(const cv::Mat1d& cost, double aloneCost);

}  // namespace reid

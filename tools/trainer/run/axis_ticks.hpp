#pragma once

#include <string>
#include <vector>

namespace brnpa::trainer {

/** Round numbers for an axis: multiples of 1, 2 or 5 times a power of ten, from the last one at or below `low` to the
first one at or above `high`.

@param low, high finite; equal ones get room on both sides.
@param most how many intervals there may be, 2 or more. */
std::vector<double> axisTicks(double low, double high, int most);

//! A tick's number as short as it is unambiguous among its neighbors: 0.05, 20, 3e-04, 14k.
std::string tickLabel(double tick);

}  // namespace brnpa::trainer

#pragma once

#include <string>
#include <vector>

#include "reid/embedder.hpp"

namespace reid {

/// How far pictures of the same and of different people are apart, and what to make of it.
struct Calibration {
    std::vector<float> same, different;  ///< distances of all pairs, rising
    std::vector<Threshold> thresholds;   ///< one for each rate that was asked for, in that order
    double equalErrorDistance;           ///< where the larger of the two kinds of errors is smallest
    double equalErrorRate;               ///< that share, 0..1

    /// Share of pairs of different people that are at most so far apart, 0..1.
    double falseAcceptRate(double distance) const;
    /// Share of pairs of the same person that are at most so far apart, 0..1.
    double trueAcceptRate(double distance) const;
};

/// Pairs of different people that a rate must stand for: the threshold of fewer is chance.
constexpr double FEWEST_FALSE_ACCEPTS = 10;

/// Measures thresholds on pictures whose people are known. A threshold is the largest distance of two different people
/// up to which at most the wanted share of such pairs lies; its interval of 95 % comes from drawing the people, not the
/// pairs, anew with repetition, since the pairs of one person are not independent. The same input gives the same
/// output. Takes memory for all pairs: 12 bytes each.
/// @param people number of the person on each picture.
/// @param rates wanted false accept rates, 0..1.
/// @param calibratedOn for the thresholds.
/// @throws InputError when there are no two pictures of one person or of two people, or too few pairs for a rate.
Calibration calibrate(const std::vector<Embedding>& embeddings, const std::vector<int>& people, Metric metric,
                      const std::vector<double>& rates, const std::string& calibratedOn);

}  // namespace reid

#pragma once

#include <string>
#include <vector>

#include "reid/embedder.hpp"

namespace reid {

/// How far pictures are from their own and from other people, and what to make of it. A picture is compared with a
/// person as a gallery does it (Gallery::distanceTo): by the distance to the nearest of as many pictures of the person
/// as a gallery keeps.
struct Calibration {
    std::vector<float> same;            ///< distance of each picture to the others of its person, rising
    std::vector<float> different;       ///< distance of each picture to each other person, rising
    std::vector<Threshold> thresholds;  ///< one for each rate that was asked for, in that order
    double equalErrorDistance;          ///< where the larger of the two kinds of errors is smallest
    double equalErrorRate;              ///< that share, 0..1

    /// Share of comparisons of a picture with another person that are at most so far apart, 0..1.
    double falseAcceptRate(double distance) const;
    /// Share of pictures that are at most so far from their own person, 0..1.
    double trueAcceptRate(double distance) const;
};

/// Comparisons of a picture with another person that a rate must stand for: the threshold of fewer is chance.
constexpr double FEWEST_FALSE_ACCEPTS = 10;

/// Measures thresholds on pictures whose people are known. Each picture is compared with each person: with all of the
/// person's other pictures, or, where there are more than a gallery keeps (GalleryOptions::embeddingsPerIdentity), with
/// so many of them, evenly spread over their order. A threshold is the largest distance to another person up to which
/// at most the wanted share of such comparisons lies; its interval of 95 % comes from drawing the people, not the
/// comparisons, anew with repetition, since those of one person are not independent. The same input gives the same
/// output. Takes memory for every comparison of a picture with another person: 16 bytes each.
/// @param people number of the person on each picture.
/// @param rates wanted false accept rates, 0..1.
/// @param calibratedOn for the thresholds.
/// @throws InputError when there are no two pictures of one person or of two people, or too few comparisons for a rate.
Calibration calibrate(const std::vector<Embedding>& embeddings, const std::vector<int>& people, Metric metric,
                      const std::vector<double>& rates, const std::string& calibratedOn);

}  // namespace reid

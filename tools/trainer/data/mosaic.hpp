#pragma once

#include <array>
#include <vector>

#include "common/random.hpp"
#include "data/color_jitter.hpp"
#include "data/copy_paste.hpp"
#include "data/detection_sample.hpp"

namespace brnpa::trainer {

/** How a detector's training pictures are put together. People are scaled to a height that is drawn, so that the
network sees every size equally often, whatever its data holds. */
struct Mosaic {
    //! Shares of the samples that show one picture, 2 x 2 and 3 x 3 of them.
    std::array<double, 3> shares{0.25, 0.45, 0.3};
    //! Pixels of the input. Heights are drawn evenly in the logarithm, within the third of the range (a little more:
    //! neighbors overlap) that fits the number of pictures: the largest for one picture, the smallest for 3 x 3.
    double smallestPerson = 18, largestPerson = 300;
    int pasted = 0;     //!< so many people from elsewhere are put into a sample, at most (pastePeople())
    double flip = 0.5;  //!< probability of a mirrored sample
    ColorJitter colors{};
};

//! What mosaics are made of.
struct MosaicSources {
    const std::vector<DetectionSample>& pictures;
    const std::vector<std::size_t>& deck;  //!< pictures to draw from, some perhaps more often (drawDeck())
    const std::vector<PersonCutout>& people;
};

/** Draws a training sample of the input's size: pictures side by side, each scaled and cut at random; what they do not
cover is grey.

People of whom less than half is left within their tile become ignored, as do those below 8 pixels; below a tenth they
are left out.
@param first the picture that is surely in it. */
DetectionSample drawMosaic(const Mosaic& mosaic, const MosaicSources& sources, std::size_t first, cv::Size input,
                           Random& random);

/** A whole picture in a letterbox, mirrored and recolored as the mosaic says: how the last epochs see them, and the
runtime does. */
DetectionSample drawWhole(const Mosaic& mosaic, const DetectionSample& picture, cv::Size input, Random& random);

//! The picture in a letterbox, with its boxes.
DetectionSample letterboxed(const DetectionSample& picture, cv::Size input);

}  // namespace brnpa::trainer

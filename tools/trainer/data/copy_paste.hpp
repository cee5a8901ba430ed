#pragma once

#include "common/random.hpp"
#include "data/detection_sample.hpp"

namespace brnpa::trainer {

//! A person without the picture around: R, G, B (CV_8UC3) and how much of each pixel is the person (CV_8U, 255: all).
struct PersonCutout {
    cv::Mat picture, share;
};

/** Cuts the people out of pictures that have boxes only: the contour comes from GrabCut (Rother et al., SIGGRAPH 2004;
OpenCV's), started with the box.

People that are ignored, below 48 pixels, cut by the picture's border or covered by others in part are left out, and so
are contours that fill less than a quarter of their box or nearly all of it, or do not reach from its top to its bottom.
@return at most 160 pixels high, in the order of the pictures. */
std::vector<PersonCutout> cutOutPeople(const std::vector<DetectionSample>& pictures);

/** Copy-paste (Dwibedi et al., ICCV 2017; Ghiasi et al., CVPR 2021): puts people into a sample.

People who were there are ignored from now on where half of their box is covered, and forgotten where nearly all of it
is.
@param most so many are pasted at most, each number equally often.
@param low, high heights in pixels, drawn evenly in the logarithm; cutouts are not enlarged. */
void pastePeople(const std::vector<PersonCutout>& people, int most, double low, double high, DetectionSample& sample,
                 Random& random);

}  // namespace brnpa::trainer

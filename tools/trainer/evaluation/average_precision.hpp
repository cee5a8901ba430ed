#pragma once

#include <functional>
#include <vector>

#include "data/person_pictures.hpp"

namespace brnpa::trainer {

//! What is in one picture and what was found there, both in the same pixels.
struct PictureFindings {
    std::vector<PersonBox> truth;
    std::vector<FoundPerson> found;
};

//! Which boxes count; others are neither demanded nor wrong.
using BoxFilter = std::function<bool(const cv::Rect2f&)>;

/** Average precision by the definition of COCO's evaluation (Lin et al., ECCV 2014; cocoapi's cocoeval.py).

In every picture the 100 highest scores, from the highest on, take the box without a match that they overlap most, by at
least `overlap` (IoU); an ignored box, by which several may be excused and against which the overlap is the share of the
found box's area, only where there is no other. Found boxes that ended at an ignored box, or that the filter leaves out
and nothing matched, do not count. Precision is made monotonous from the right and averaged at the recalls 0, 0.01, ...,
1.

@param overlap 0..1.
@param counts boxes of the truth that it leaves out are ignored; by default all count.
@return 0..1; -1 where no box counts. */
double averagePrecision(const std::vector<PictureFindings>& pictures, double overlap, const BoxFilter& counts = {});

//! The mean of averagePrecision() at the overlaps 0.5, 0.55, ..., 0.95.
double meanAveragePrecision(const std::vector<PictureFindings>& pictures, const BoxFilter& counts = {});

//! A score from which boxes are kept, and what that gives at an overlap of 0.5.
struct OperatingPoint {
    double score = 0, precision = 0, recall = 0, f1 = 0;
};

//! The score with the highest F1 = 2 P R / (P + R); zeros where nothing was found or nothing counts.
OperatingPoint bestOperatingPoint(const std::vector<PictureFindings>& pictures);

}  // namespace brnpa::trainer

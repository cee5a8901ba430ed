#pragma once

#include <vector>

#include "data/person_pictures.hpp"

namespace brnpa::trainer {

/** Weighted boxes fusion (Solovyev et al., Image and Vision Computing 2021, arXiv 1910.13302): one list of what several
detectors found in a picture. Boxes that overlap become one, their average weighted by the scores; its score is the
average of theirs, lowered where fewer boxes than detectors agree.

@param found for each detector its boxes, scores 0..1, after its own non-maximum suppression.
@param overlap IoU above which boxes mean the same person.
@return boxes with scores 0..1, highest score first. */
std::vector<FoundPerson> fuseBoxes(const std::vector<std::vector<FoundPerson>>& found, double overlap);

}  // namespace brnpa::trainer

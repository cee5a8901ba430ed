#pragma once

#include <vector>

namespace brnpa::trainer {

/** Factor of the learning rate: linear warm-up, then half a cosine down to 0.

@param epoch the fraction counts, 0..epochs.
@param warmUpEpochs 0..epochs.
@return 0..1; never quite 0 at the very first step, where a step without effect would be wasted.
*/
double learningRateFactor(double epoch, double epochs, double warmUpEpochs);

/** Linear warm-up, then 1, times gamma from each milestone on.
@param milestones epochs, in any order. */
double multistepFactor(double epoch, double warmUpEpochs, const std::vector<int>& milestones, double gamma);

}  // namespace brnpa::trainer

#pragma once

namespace brnpa::trainer {

/** Factor of the learning rate: linear warm-up, then half a cosine down to 0.

@param epoch the fraction counts, 0..epochs.
@param warmUpEpochs 0..epochs.
@return 0..1; never quite 0 at the very first step, where a step without effect would be wasted.
*/
double learningRateFactor(double epoch, double epochs, double warmUpEpochs);

}  // namespace brnpa::trainer

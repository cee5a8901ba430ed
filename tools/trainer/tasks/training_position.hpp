#pragma once

#include <cstdint>

namespace brnpa::trainer {

//! Where a training stands. Random numbers are functions of (seed, epoch, batch), so that these are their whole state.
struct TrainingPosition {
    std::int64_t epoch = 0;  //!< epochs that are complete
    std::int64_t batch = 0;  //!< batches of the next epoch that are done
    std::int64_t step = 0;   //!< steps of the optimizer, of all epochs
    double best = 0;         //!< highest score of a validation so far, 0..1: mAP, or a detector's AP at 0.5
};

}  // namespace brnpa::trainer

#pragma once

#include <string>
#include <vector>

#include "evaluation/evaluation_set.hpp"

namespace brnpa::trainer {

//! The command `brnpa-train evaluate`.
struct EvaluateCommand {
    std::string model;              //!< checkpoint or model folder
    std::vector<std::string> data;  //!< data sets, at least one; each is measured by itself
    //! One for all data sets, or one for each; none: the recipe's validation people of the first, all of the others.
    std::vector<EvaluationSplit> splits;
    bool rerank = false;
    bool json = false;   //!< on stdout: one JSON object instead of tables
    std::string strips;  //!< folder for pictures of rankings; a subfolder each where there are several data sets
    int stripsCount = 20;
};

/** Measures a model and prints what it found on stdout.
@throws InputError for a model or data that do not fit, ResourceError when the disk refuses the strips. */
void runEvaluate(const EvaluateCommand& command);

}  // namespace brnpa::trainer

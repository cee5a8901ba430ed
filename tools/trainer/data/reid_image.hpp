#pragma once

#include <string>

namespace brnpa::trainer {

//! One picture of a re-identification data set.
struct ReidImage {
    std::string path;
    int identity = 0;  //!< the number in the file name, or the one that a reader or a join gave
    int camera = 0;    //!< 1, 2, ...; 0: unknown
};

}  // namespace brnpa::trainer

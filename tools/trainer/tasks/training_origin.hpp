#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! What a network was made from, besides its recipe.
struct TrainingOrigin {
    struct Set {
        std::string name;                      //!< of the data set's folder
        std::size_t pictures = 0, people = 0;  //!< trained on
    };
    std::vector<Set> sets;
    std::string weights;    //!< file name of the backbone's first weights; empty: random ones
    std::string teacher;    //!< name of the model it learnt from; empty: none
    std::string from = {};  //!< name of the model whose weights it started from; empty: none
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainingOrigin::Set, name, pictures, people)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TrainingOrigin, sets, weights, teacher, from)

}  // namespace brnpa::trainer

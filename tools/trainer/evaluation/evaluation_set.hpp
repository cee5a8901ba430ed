#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

//! Which pictures of a data set ask, and which are searched.
enum class EvaluationSplit {
    Validation,  //!< the recipe's validation people of the training part
    Test,        //!< the query part asks, the gallery part is searched
    All          //!< everybody in the training part, for a model that never saw them
};

/** Who of the training part validates: the person with index i in the sorted list where i % every == offset. */
struct ValidationPeople {
    int every, offset;
};

/** Pictures that ask and pictures that are searched, and both in words. A picture may be in both. */
struct EvaluationSet {
    std::string dataset, protocol;
    std::vector<ReidImage> query, gallery;
};

/** Reads one data set. From the training part, which has no queries of its own, the first picture of every person in
every camera asks, and every picture whose camera is unknown (0); all are searched.

@param data folder of the data set.
@param validation is used by EvaluationSplit::Validation alone.
@throws InputError for data that do not fit, or a split without pictures.
*/
EvaluationSet readEvaluationSet(const std::string& data, EvaluationSplit split,
                                const std::optional<ValidationPeople>& validation);

}  // namespace brnpa::trainer

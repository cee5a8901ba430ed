#pragma once

#include <string>
#include <vector>

#include "data/mosaic.hpp"

namespace brnpa::trainer {

//! Decoded pictures of a detector's data set.
struct PersonPictures {
    std::vector<PersonPicture> list;
    std::vector<DetectionSample> samples;  //!< of the list
};

//! Which pictures of a data set.
enum class PersonSplit { Training, Validation, All };

/** Reads and decodes pictures, several at once.
@throws InputError for lists that do not fit (readPersonPictures()), no picture of the split, a picture that is broken
or of another size than listed. */
PersonPictures openPersonPictures(const std::string& folder, PersonSplit split);

}  // namespace brnpa::trainer

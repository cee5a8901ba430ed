#pragma once

#include "common/random.hpp"
#include "data/person_pictures.hpp"

namespace brnpa::trainer {

/** The pictures of one epoch, shuffled. Those of a source with n pictures, where the largest has m, come
(m / n)^balance times (by chance once more or less where that is no whole number).
@param balance 0: as many as there are; 1: all sources equally often.
@return indices of the list. */
std::vector<std::size_t> drawDeck(const std::vector<PersonPicture>& list, double balance, Random& random);

}  // namespace brnpa::trainer

#pragma once

#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

/** Whether a gallery picture is left out of a query's ranking: it is the query itself, or shows the same person in the
same camera. Where the camera is unknown (0) only the query itself is left out. */
bool isJunk(const PictureLabels& queries, std::size_t query, const PictureLabels& gallery, std::size_t picture);

/** The gallery without the query's junk, nearest first, the first index first on ties.
@param distances of the query to every picture of the gallery; not NaN. */
std::vector<std::size_t> rankGallery(const float* distances, const PictureLabels& queries, std::size_t query,
                                     const PictureLabels& gallery);

//! Ranks, 1 the best and ascending, of the pictures in a ranking that show the person.
std::vector<std::size_t> matchRanks(const std::vector<std::size_t>& ranking, int identity,
                                    const PictureLabels& gallery);

}  // namespace brnpa::trainer

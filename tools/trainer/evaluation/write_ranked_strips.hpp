#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/distance_matrix.hpp"
#include "evaluation/embedder.hpp"
#include "evaluation/evaluation_set.hpp"
#include "evaluation/picture_labels.hpp"

namespace brnpa::trainer {

//! What was measured, for pictures of it.
struct MeasuredRanking {
    const EvaluationSet& set;
    const PictureLabels& query;
    const PictureLabels& gallery;
    const DistanceMatrix& distances;  //!< query x gallery
    const std::vector<std::optional<double>>& averagePrecision;
};

/** Queries worth looking at, the lowest average precision first: half of them the lowest of all, the others spread
evenly over the rest, up to the best.
@param averagePrecision of each query; queries without one are left out.
@param count at most; the larger half goes to the lowest.
@return indices of queries. */
std::vector<std::size_t> chooseStripQueries(const std::vector<std::optional<double>>& averagePrecision,
                                            std::size_t count);

/** Writes a PNG for each chosen query: the query and the ten nearest gallery pictures without the query's junk, see
paintRankedStrip(). The files are named NN_ap-0.123_QUERY.png, the lowest average precision first; each is written
aside and renamed.
@param folder is made where it is missing.
@throws ResourceError when the disk refuses. */
void writeRankedStrips(const std::string& folder, int count, Embedder& embedder, const MeasuredRanking& measured);

}  // namespace brnpa::trainer

#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "data/person_pictures.hpp"

namespace brnpa::trainer {

//! A cell of a detector's output: its column and row, and the stride of its level in pixels of the input.
struct GridCell {
    int column, row, stride;

    cv::Point2f center() const {
        return {(static_cast<float>(column) + 0.5f) * static_cast<float>(stride),
                (static_cast<float>(row) + 0.5f) * static_cast<float>(stride)};
    }
};

/** The cells of an input, by stride, each level row by row: the rows of a detector's output.
@param input its sides are multiples of all strides. */
std::vector<GridCell> gridCells(cv::Size input, const std::vector<int>& strides);

//! What one cell predicts.
struct CellPrediction {
    cv::Rect2f place;  //!< pixels of the input
    float score;       //!< objectness * class score, 0..1
};

//! What a cell is to learn.
struct CellTarget {
    enum Kind { Background, Person, Ignored } kind = Background;
    std::size_t person = 0;  //!< index of the box, of a Person
    float overlap = 0;       //!< IoU of prediction and box, of a Person
};

//! Intersection over union of two boxes, 0..1.
float overlapOf(const cv::Rect2f& a, const cv::Rect2f& b);

/** SimOTA (Ge et al., YOLOX, arXiv 2107.08430, section 2.1): which cells learn which person.

Candidates are the cells whose center lies in a person's box, or within 2.5 strides of its center. Cost of a candidate
for a person: -log(score)/2, plus -3 log(IoU), plus a large number where the cell's center does not lie in both. Each
person takes its k cheapest candidates, k the sum of its ten highest IoU, rounded down, at least 1; a cell that several
took learns the cheapest for it.
Cells without a person whose predicted box has its center or half of its area in an ignored box learn nothing.

@param predictions one for each cell.
@return one for each cell. */
std::vector<CellTarget> assignTargets(const std::vector<GridCell>& cells,
                                      const std::vector<CellPrediction>& predictions,
                                      const std::vector<PersonBox>& boxes);

}  // namespace brnpa::trainer

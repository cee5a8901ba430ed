#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/person_samples.hpp"
#include "evaluation/detector.hpp"

namespace brnpa::trainer {

//! Average precision of some of the people; 0..1, -1 where there are none.
struct DetectionFigures {
    std::string which;         //!< "all", "inria", "below 32 pixels"
    std::size_t people = 0;    //!< that count
    std::size_t pictures = 0;  //!< that were looked at
    double ap = -1, ap50 = -1, ap75 = -1;
};

//! What the evaluation of a detector finds.
struct DetectionEvaluation {
    std::string dataset, protocol;  //!< in words, for people and model.json
    cv::Size input;                 //!< that pictures were scaled to
    DetectionFigures all;
    std::vector<DetectionFigures> sources;
    std::vector<DetectionFigures> heights;  //!< by the person's height in pixels of the input
    OperatingPoint best;                    //!< at IoU 0.5
};

/** Measures a detector on pictures: COCO's average precision, of all people, by source, by height.
@param input size that pictures are scaled to. */
DetectionEvaluation evaluateDetector(Detector& detector, const PersonPictures& pictures, cv::Size input);

//! The evaluation as `brnpa-train evaluate --json` prints it.
nlohmann::ordered_json toJson(const DetectionEvaluation& evaluation);

//! The evaluation as `brnpa-train evaluate` prints it for people.
std::string toTable(const DetectionEvaluation& evaluation);

}  // namespace brnpa::trainer

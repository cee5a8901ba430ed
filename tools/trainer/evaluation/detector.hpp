#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "evaluation/average_precision.hpp"

namespace brnpa::trainer {

//! What a detector takes, and how its output is read.
struct DetectorDescription {
    std::string name;
    cv::Size input;                                //!< default size, multiples of 32
    bool rgb = true;                               //!< channels of the input are R, G, B; false: B, G, R
    std::array<double, 3> mean{}, std{{1, 1, 1}};  //!< of the channels in their order, in 0..255
    std::vector<int> strides;
    double score = 0.3;    //!< lowest that is kept by default
    double overlap = 0.5;  //!< IoU of non-maximum suppression
};

/** A network that finds people. */
class Detector {
  public:
    virtual ~Detector() = default;

    virtual const DetectorDescription& description() const = 0;

    /** @param blob 1 x 3 x H x W, CV_32F, normalized as the description says.
        @return A x 6, CV_32F, cells in the order of gridCells(): dx, dy, log width, log height, objectness and class
        score, both 0..1.
        @throws InputError when the model cannot run or gives another number of rows. */
    virtual cv::Mat run(const cv::Mat& blob) = 0;
};

/** The blob of a picture in a letterbox.
@param picture R, G, B, CV_8UC3. */
cv::Mat detectorBlob(const cv::Mat& picture, cv::Size input, const DetectorDescription& description);

/** Boxes of an output in pixels of the input, without those below a score, after non-maximum suppression; highest score
first.
@param rows A x 6 as Detector::run() gives them. */
std::vector<FoundPerson> readDetections(const cv::Mat& rows, cv::Size input, const std::vector<int>& strides,
                                        double lowestScore, double overlap);

/** People in a picture, in its pixels.
@param picture R, G, B, CV_8UC3.
@param input size that the picture is scaled to.
@param lowestScore 0..1. */
std::vector<FoundPerson> findPeople(Detector& detector, const cv::Mat& picture, cv::Size input, double lowestScore);

}  // namespace brnpa::trainer

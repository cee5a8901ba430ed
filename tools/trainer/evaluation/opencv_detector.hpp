#pragma once

#include <opencv2/dnn.hpp>
#include <string>

#include "evaluation/detector.hpp"

namespace brnpa::trainer {

//! Name of the output of an exported detector.
constexpr const char* detectionsName = "detections";

//! A detector's ONNX model, run by cv::dnn as the runtime runs it.
class OpencvDetector : public Detector {
  public:
    /** @param onnx the serialized model.
        @param what names the model in messages.
        @throws InputError for a network that cv::dnn cannot read. */
    OpencvDetector(const std::string& onnx, DetectorDescription description, std::string what);

    const DetectorDescription& description() const override { return description_; }
    cv::Mat run(const cv::Mat& blob) override;

  private:
    DetectorDescription description_;
    std::string what_;
    cv::dnn::Net net_;
};

/** A detector's model folder: reads model.json and model.onnx, nothing else.
@throws InputError in one sentence: a file that is missing, no JSON, a key that is missing or has a value of another
kind, another schema_version, task, family or class, a checksum that does not fit, a network that cv::dnn cannot read.
*/
OpencvDetector openDetectorFolder(const std::string& folder);

/** The task that a model folder names.
@throws InputError for a folder without model.json, or one that names another task than reid and detect. */
std::string modelFolderTask(const std::string& folder);

}  // namespace brnpa::trainer

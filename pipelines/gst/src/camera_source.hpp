#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "pipeline.hpp"

namespace video {

/// What a pipeline begins with whose pictures come from a camera of this machine.
class CameraSource {
  public:
    /// @param path of its device. @throws reid::ResourceError when an element is not installed.
    CameraSource(Pipeline& pipeline, std::string path);

    /// What a decoder is linked to.
    GstElement* output() const { return mode_; }

    /// Opens the camera, which tells its modes only then, and asks for one of them.
    /// @param wanted pixels; empty: see chooseCameraMode().
    /// @throws reid::InputError when it is not there, is no camera or may not be used.
    void open(cv::Size wanted);

    /// What is wrong after an error in the pipeline, and what helps, in sentences.
    /// @param what became of the pictures, for where nothing better is known.
    std::string failure(const std::string& what) const;

  private:
    Pipeline& pipeline_;
    const std::string path_;
    GstElement* source_;
    GstElement* mode_;
};

}  // namespace video

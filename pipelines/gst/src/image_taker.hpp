#pragma once

#include <string>

#include "bgr_converter.hpp"

namespace video {

/// Pictures out of buffers.
class ImageTaker {
  public:
    /// @param input whose frame it is, for the sentence.
    /// @returns CV_8UC3 in memory of its own.
    /// @throws reid::ResourceError when the memory cannot be reached.
    cv::Mat image(GstBuffer* buffer, const GstVideoInfo& format, const std::string& input);

  private:
    BgrConverter converter_;
};

}  // namespace video

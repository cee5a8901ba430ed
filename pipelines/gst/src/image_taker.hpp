#pragma once

#include <string>
#include <vector>

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
    static constexpr size_t MOST_PICTURES = 16;
    /// Memory of an earlier picture that is gone, or new.
    cv::Mat room(cv::Size size);

    BgrConverter converter_;
    std::vector<cv::Mat> pictures_;
};

}  // namespace video

#pragma once

#include "gst_pointer.hpp"
#include "planar_colors.hpp"
#include "video/video_format.hpp"

namespace video {

/// A frame as its decoder gave it, with what was drawn on it since.
class Planes {
  public:
    /// The colors of planes of this format, as VideoFormat::planes has them. Empty where a film of them would not look
    /// the same wherever it is shown: those of other ranges than the usual one are better converted.
    static std::string colorsOf(const GstVideoInfo& format);

    /// @param buffer that nobody else changes. @param colors as the frame's are to be; nullptr where they are not, or
    /// where none are wanted.
    static std::shared_ptr<Planes> of(GstBuffer* buffer, const GstVideoInfo& format, const std::string& colors);

    /// @param format that colorsOf() has words for.
    Planes(GstPointer<GstBuffer> buffer, const GstVideoInfo& format)
        : buffer_(std::move(buffer)), format_(format), colors_(format) {}

    /// To be read only.
    GstBuffer* buffer() const { return buffer_.get(); }

    /// @param picture CV_8UC3 of the frame's size.
    /// @throws reid::ResourceError without memory.
    void bring(const cv::Mat& picture, const std::vector<cv::Rect>& parts);

  private:
    GstPointer<GstBuffer> buffer_;
    GstVideoInfo format_;
    PlanarColors colors_;
};

}  // namespace video

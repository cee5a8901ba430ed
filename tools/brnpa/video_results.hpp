#pragma once

#include <memory>
#include <vector>

#include "reid/record_sink.hpp"
#include "result_folder.hpp"
#include "result_formats.hpp"
#include "video/video_writer.hpp"

/// The files of one video that grow frame by frame. They lie in the folder's hidden place until it publishes them.
class VideoResults {
  public:
    /// @throws reid::ResourceError.
    VideoResults(const ResultFolder& folder, const ResultFormats& formats, const video::VideoFormat& format);

    /// @param frame with people painted on it, where needsPainting().
    void write(int64_t index, const video::VideoFrame& frame, const std::vector<reid::Person>& people);

    /// All files are whole then.
    void finish();

    bool needsPainting() const { return film_ != nullptr; }

  private:
    std::unique_ptr<video::VideoWriter> film_;
    std::vector<std::unique_ptr<reid::RecordSink>> sinks_;
};

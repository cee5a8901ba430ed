#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "video/video_reader.hpp"

/// A recording whose frames all have the size of the first: one that is larger or smaller is fitted into it, so that
/// boxes mean the same pixels everywhere, and those of the film.
class SteadyReader {
  public:
    /// @throws reid::InputError, reid::ResourceError as video::VideoReader.
    SteadyReader(const std::string& input, video::VideoReaderOptions options);

    /// Of the first frame.
    const video::VideoFormat& format() const { return format_; }
    std::optional<int64_t> durationNs() const { return reader_.durationNs(); }
    std::optional<int64_t> estimatedFrames() const { return estimatedFrames_; }

    /// @returns false at the end, and when options.stop() said so.
    bool read(video::VideoFrame& frame);

    /// What is to be said about the video at its end: that it is damaged, that its size changed.
    std::optional<std::string> warning() const;

  private:
    std::string input_;
    video::VideoReader reader_;
    const video::VideoFormat format_;
    const std::optional<int64_t> estimatedFrames_;
    int64_t frames_ = 0;
    std::optional<std::string> change_;  ///< of the size, the first
};

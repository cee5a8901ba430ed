#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "steady_reader.hpp"

/// Whether OpenCV reads this as a picture; a video otherwise.
/// @throws reid::InputError when it is the path of no file. A URI is not looked at.
bool isPicture(const std::string& input);

/// The frames of a video, all of the size of the first, or the one of a picture.
class FrameSource {
  public:
    /// @param input path or URI. @param picture as isPicture() says. @param stop ends a video early.
    /// @throws reid::InputError, reid::ResourceError as video::VideoReader.
    FrameSource(std::string input, bool picture, std::function<bool()> stop);

    /// @returns false at the end.
    /// @throws reid::InputError when the picture cannot be decoded.
    bool read(video::VideoFrame& frame);

    /// Where known.
    std::optional<int64_t> estimatedFrames() const;

    /// After the end: about a video that is damaged or changed its size.
    std::optional<std::string> warning() const;

  private:
    std::string input_;
    std::unique_ptr<SteadyReader> reader_;  ///< of a video
    bool done_ = false;
};

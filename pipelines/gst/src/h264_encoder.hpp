#pragma once

#include "pipeline.hpp"
#include "video/video_writer.hpp"

namespace video {

struct H264Encoder {
    GstElement* element;  ///< owned by the pipeline
    std::string name;
};

/// The first installed of options.encoders.
/// @throws reid::ResourceError that names the Debian packages when none is installed.
std::string installedH264Encoder(const VideoWriterOptions& options);

/// Sets an encoder to the wanted quality and to a key frame every two seconds.
/// @param format with a frame rate above 0.
void configureH264Encoder(GstElement* encoder, const VideoFormat& format, const VideoWriterOptions& options);

/// @param format with a frame rate above 0.
/// Adds the first installed encoder of options.encoders, set to the wanted quality and to a key frame every two
/// seconds.
/// @throws reid::ResourceError that names the Debian package when none is installed.
H264Encoder addH264Encoder(Pipeline& pipeline, const VideoFormat& format, const VideoWriterOptions& options);

}  // namespace video

#include "h264_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <thread>

#include "reid/errors.hpp"
#include "video/gstreamer.hpp"

namespace video {

namespace {

constexpr double KEY_FRAME_SECONDS = 2;        ///< seeking in a browser jumps to key frames
constexpr int QUALITY_OF_BITS_PER_PIXEL = 21;  ///< the quality that BITS_PER_PIXEL stands for
constexpr double BITS_PER_PIXEL = 0.1;
constexpr double QUALITY_STEP_OF_HALF_RATE = 6;  ///< H.264: six steps of the quantizer halve the bit rate

/// Bits a second for encoders that have no constant-quality mode.
double bitRate(const VideoFormat& format, int quality) {
    return format.size.area() * format.frameRate.value() * BITS_PER_PIXEL *
           std::exp2((QUALITY_OF_BITS_PER_PIXEL - quality) / QUALITY_STEP_OF_HALF_RATE);
}

}  // namespace

std::string installedH264Encoder(const VideoWriterOptions& options) {
    startGStreamer();
    std::string packages;
    for (const std::string& name : options.encoders) {
        const GstPointer<GstElementFactory> factory(gst_element_factory_find(name.c_str()));
        if (factory) return name;
        packages += (packages.empty() ? "" : ", ") + name + " in " + debianPackageOf(name);
    }
    throw reid::ResourceError("No H.264 encoder is installed; Debian has these: " + packages + ".");
}

void configureH264Encoder(GstElement* encoder, const VideoFormat& format, const VideoWriterOptions& options) {
    const auto keyInterval =
        static_cast<guint>(std::max(1.0, std::round(format.frameRate.value() * KEY_FRAME_SECONDS)));
    const double bits = bitRate(format, options.quality);
    GObject* object = G_OBJECT(encoder);
    const std::string name = GST_OBJECT_NAME(gst_element_get_factory(encoder));
    if (name == "x264enc") {
        gst_util_set_object_arg(object, "pass", "qual");
        // The presets of x264 have none below "medium"; the element turns it on for all: half of the encoding time.
        g_object_set(object, "trellis", FALSE, nullptr);
        // mp4mux adds up decoding times for the length of the film: with B-frames and a varying frame rate the last
        // frames would lie behind its end.
        g_object_set(object, "quantizer", static_cast<guint>(options.quality), "key-int-max", keyInterval, "bframes",
                     0U, nullptr);
        if (options.immediate) {
            gst_util_set_object_arg(object, "speed-preset", "veryfast");
            gst_util_set_object_arg(object, "tune", "zerolatency");
            // Whole pictures in one slice: a viewer who comes between two slices would see half a picture.
            g_object_set(object, "option-string", "sliced-threads=0:threads=1", nullptr);
        } else {
            // The analysis takes most of a small machine. What pays off of it is to look ahead for what later pictures
            // are made of: the next slower preset, "veryfast", takes 1.4 times as long for 2 % less of a file. CABAC
            // would take 1.2 times as long for 7 % less.
            gst_util_set_object_arg(object, "speed-preset", "superfast");
            g_object_set(object, "option-string", "mbtree=1:rc-lookahead=5:weightp=0:cabac=0", nullptr);
            // Else the element's bit rate, 2 Mbit/s, would be a limit: large pictures would not get their quality.
            g_object_set(object, "vbv-buf-capacity", 0U, nullptr);
            // The others do the rest of the work. Threads of x264 wait for each other.
            g_object_set(object, "threads", std::max(1U, std::thread::hardware_concurrency() / 2), nullptr);
        }
    } else if (name == "openh264enc") {
        gst_util_set_object_arg(object, "rate-control", "bitrate");
        g_object_set(object, "bitrate", static_cast<guint>(bits), "gop-size", keyInterval, nullptr);
    } else if (name == "vah264enc") {
        g_object_set(object, "bitrate", static_cast<guint>(bits / 1000), "key-int-max", keyInterval, "b-frames", 0U,
                     nullptr);
    }
}

H264Encoder addH264Encoder(Pipeline& pipeline, const VideoFormat& format, const VideoWriterOptions& options) {
    const std::string name = installedH264Encoder(options);
    H264Encoder encoder{pipeline.add(name.c_str()), name};
    configureH264Encoder(encoder.element, format, options);
    return encoder;
}

}  // namespace video

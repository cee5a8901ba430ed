#pragma once

#include <gst/gst.h>

#include <optional>
#include <string>
#include <vector>

#include "gst_pointer.hpp"

namespace video {

/// The Debian package that holds a GStreamer element which this library uses.
std::string debianPackageOf(const std::string& element);

/// A GstPipeline that is stopped and freed with this object, and the messages on its bus.
class Pipeline {
  public:
    Pipeline();
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Makes an element and puts it into the pipeline, which owns it.
    /// @throws reid::ResourceError that names the Debian package when the element is not installed.
    GstElement* add(const char* elementName);

    /// Links elements in order.
    /// @throws reid::ResourceError when two do not fit.
    void link(const std::vector<GstElement*>& elements);

    /// Opens devices and files. @returns false when an element refused; the reason is then on the bus.
    bool prepare();

    /// @returns false when an element refused; the reason is then on the bus.
    bool play();

    /// Takes in what came on the bus, waiting for it at most this long.
    void listen(GstClockTime timeout = 0);

    /// What is on the bus was dealt with otherwise.
    void forgetMessages();

    /// Whether a demuxer that reads the file itself has stopped without finding a stream. decodebin swallows the error
    /// of a demuxer that fails while it is being plugged (GStreamer 1.22), and then nothing at all comes on the bus.
    bool hasDemuxerThatGaveUp() const;

    GstElement* get() const { return pipeline_.get(); }

    /// The first error so far, as GStreamer words it, without the full stop.
    const std::optional<std::string>& error() const { return error_; }
    /// It came from a device that another program uses.
    bool isBusy() const { return busy_; }
    /// Formats for which a plugin is missing, as GStreamer words them; empty when none is.
    const std::string& missingPlugins() const { return missingPlugins_; }
    /// The end of the stream has passed all sinks.
    bool ended() const { return ended_; }
    /// A message that an element's callback left with postNote().
    bool noted() const { return noted_; }
    /// From any thread: makes noted() true once listen() has come to it.
    void postNote();

  private:
    void take(GstMessage* message);

    GstPointer<GstElement> pipeline_;
    GstPointer<GstBus> bus_;
    std::optional<std::string> error_;
    std::string missingPlugins_;
    bool busy_ = false;
    bool ended_ = false;
    bool noted_ = false;
};

}  // namespace video

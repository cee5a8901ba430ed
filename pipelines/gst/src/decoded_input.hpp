#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "camera_source.hpp"
#include "pipeline.hpp"

namespace video {

/// What a pipeline begins with: a file, a stream, a camera or a test pattern, and what decodes it.
class DecodedInput {
  public:
    /// @param input path of a file or a device, or a URI. @param live whether a test pattern keeps to its frame rate.
    /// @param next element that gets the decoded pictures. @param pipeline is noted in where there are none.
    /// @throws reid::InputError when there is no such file. @throws reid::ResourceError when an element is not
    /// installed.
    DecodedInput(Pipeline& pipeline, const std::string& input, bool live, GstElement* next);
    DecodedInput(const DecodedInput&) = delete;
    DecodedInput& operator=(const DecodedInput&) = delete;

    const std::string& uri() const { return uri_; }
    bool isFile() const { return uri_.rfind("file:", 0) == 0; }
    /// nullptr where it is no camera of this machine.
    CameraSource* camera() { return camera_ ? &*camera_ : nullptr; }

  private:
    void addPattern(bool live);
    void addCamera(const std::string& path);
    void addDecoder();
    void listenTo(GstElement* decoder);
    static void setUpSource(GstElement*, GstElement* source, gpointer);
    static gboolean decodeFurther(GstElement*, GstPad*, GstCaps* caps, gpointer);
    static void linkVideo(GstElement*, GstPad* pad, gpointer self);
    static void noteIfNoVideo(GstElement*, gpointer self);

    Pipeline& pipeline_;
    const std::string uri_;
    GstElement* const next_;
    std::optional<CameraSource> camera_;
    std::atomic<bool> linked_{false};
};

}  // namespace video

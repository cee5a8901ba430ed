#pragma once

#include <gst/check/gstharness.h>

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "person_region.hpp"

/// A chain of this plugin's elements between a source and a sink that belong to the test.
class Harness {
  public:
    /// @param chain as for gst-launch-1.0.
    explicit Harness(const std::string& chain);
    ~Harness();
    Harness(const Harness&) = delete;
    Harness& operator=(const Harness&) = delete;

    void setCaps(const std::string& format, cv::Size size);

    /// Sends a picture as a frame of 40 ms. @param picture CV_8UC3. The caps are set to BGR of its size where they are
    /// not.
    GstFlowReturn push(const cv::Mat& picture);
    GstFlowReturn push(GstBuffer* buffer) { return gst_harness_push(harness_, buffer); }

    /// The people in the next frame that came out.
    std::vector<reid::Person> pullPeople();
    GstBuffer* pull() { return gst_harness_pull(harness_); }
    size_t received() const { return gst_harness_buffers_received(harness_); }

    void flush();
    void end() { gst_harness_push_event(harness_, gst_event_new_eos()); }
    GstHarness* get() { return harness_; }

    /// The text of the first error message so far; empty where there is none.
    std::string error();

  private:
    GstHarness* harness_;
    GstBus* bus_;
    cv::Size size_;
    int frames_ = 0;
};

/// The text of the error with which an element goes to a state; empty when it gets there.
std::string errorTo(GstState state, const std::string& description);
inline std::string errorToReady(const std::string& description) {
    return errorTo(GST_STATE_READY, description);
}

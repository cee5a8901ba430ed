#pragma once

#include <gst/gst.h>

#include <opencv2/core.hpp>

#include "gst_pointer.hpp"

namespace video {

/// One of the sizes, rates and formats that a camera offers. By itself v4l2src takes the largest size, raw before JPEG:
/// of a webcam that is often 1920 x 1080 five times a second, because USB carries no more raw pictures.
/// @param offered what the camera can do: the caps of v4l2src while it is open.
/// @param wanted pixels that the user has asked for; empty: a fluent rate comes first, then a size near 1280 x 720.
/// @returns caps that allow this mode alone; nothing when the camera offers nothing that can be decoded.
GstPointer<GstCaps> chooseCameraMode(const GstCaps* offered, cv::Size wanted = {});

}  // namespace video

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace video {

/// A camera of this machine, as Video4Linux knows it.
struct CameraDevice {
    std::string path;  ///< /dev/video0
    std::string name;  ///< what the driver calls it
};

/// The path of the device when an input is one, there or not: /dev/video0, /dev/v4l/by-id/usb-...-video-index0,
/// v4l2:///dev/video0. Files in /dev/shm and pipes are none.
std::optional<std::string> cameraPathOf(const std::string& input);

/// All that give pictures, by number.
std::vector<CameraDevice> cameraDevices();

/// Which cameras there are, in one sentence.
std::string camerasInWords();

/// Why a path of /dev cannot be the camera that is meant, in sentences: it is something else, gives no pictures or may
/// not be opened. Nothing when it is a camera, and when it is not there (yet).
std::optional<std::string> faultOfCameraDevice(const std::string& path);

}  // namespace video

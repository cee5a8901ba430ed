#include "video/camera_device.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grp.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace video {

namespace {

namespace fs = std::filesystem;

constexpr auto FOLDER = "/dev";
constexpr auto PREFIX = "video";
constexpr auto SCHEME = "v4l2://";

bool startsWith(const std::string& text, const std::string& prefix) {
    return text.compare(0, prefix.size(), prefix) == 0;
}

class OpenDevice {
  public:
    explicit OpenDevice(const std::string& path) : file_(open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {}
    ~OpenDevice() {
        if (file_ >= 0) close(file_);
    }
    OpenDevice(const OpenDevice&) = delete;
    OpenDevice& operator=(const OpenDevice&) = delete;

    explicit operator bool() const { return file_ >= 0; }

    std::optional<v4l2_capability> capability() const {
        v4l2_capability result{};
        return ioctl(file_, VIDIOC_QUERYCAP, &result) == 0 ? std::make_optional(result) : std::nullopt;
    }

  private:
    const int file_;
};

/// A device that has several files in /dev says of each one what that one can do.
bool givesPictures(const v4l2_capability& device) {
    const __u32 can = device.capabilities & V4L2_CAP_DEVICE_CAPS ? device.device_caps : device.capabilities;
    return can & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_CAPTURE_MPLANE);
}

std::string notPermitted(const std::string& path) {
    struct stat status {};
    const bool forGroup = stat(path.c_str(), &status) == 0 && status.st_gid != 0 && (status.st_mode & S_IWGRP);
    const group* members = forGroup ? getgrgid(status.st_gid) : nullptr;
    if (!members) return fmt::format("{} may not be opened by this user.", path);
    return fmt::format(
        "{} may not be opened by this user: members of the group {} may (sudo usermod -aG {} USER, then log in again).",
        path, members->gr_name, members->gr_name);
}

}  // namespace

std::optional<std::string> cameraPathOf(const std::string& input) {
    const std::string scheme = SCHEME;
    if (startsWith(input, scheme)) return input.substr(scheme.size());
    if (!startsWith(input, "/dev/") || startsWith(input, "/dev/shm/")) return std::nullopt;
    std::error_code failure;
    const fs::file_status status = fs::status(input, failure);
    return !fs::exists(status) || fs::is_character_file(status) ? std::make_optional(input) : std::nullopt;
}

std::vector<CameraDevice> cameraDevices() {
    std::vector<std::pair<int, CameraDevice>> found;
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator(FOLDER, failure)) {
        const std::string name = entry.path().filename().string(),
                          number = name.substr(std::min(name.size(), size_t{5}));
        if (!startsWith(name, PREFIX) || number.empty() || number.size() > 4 ||
            !std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c); }))
            continue;
        const OpenDevice device(entry.path().string());
        if (!device) continue;
        const std::optional<v4l2_capability> capability = device.capability();
        if (!capability || !givesPictures(*capability)) continue;
        const auto* card = reinterpret_cast<const char*>(capability->card);
        found.push_back({std::stoi(number), {entry.path().string(), card}});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<CameraDevice> devices;
    for (auto& one : found)
        devices.push_back(std::move(one.second));
    return devices;
}

std::string camerasInWords() {
    std::vector<std::string> words;
    for (const CameraDevice& camera : cameraDevices())
        words.push_back(fmt::format("{} ({})", camera.path, camera.name));
    if (words.empty()) return "This machine has no camera that this user may open.";
    return fmt::format("Cameras of this machine: {}.", fmt::join(words, ", "));
}

std::optional<std::string> faultOfCameraDevice(const std::string& path) {
    const OpenDevice device(path);
    if (!device && (errno == EACCES || errno == EPERM)) return notPermitted(path);
    if (!device) return std::nullopt;
    const std::optional<v4l2_capability> capability = device.capability();
    if (!capability) return fmt::format("{} is not a camera. {}", path, camerasInWords());
    if (!givesPictures(*capability))
        return fmt::format("{} ({}) gives no pictures. {}", path, reinterpret_cast<const char*>(capability->card),
                           camerasInWords());
    return std::nullopt;
}

}  // namespace video

#include "camera_source.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "camera_mode.hpp"
#include "reid/errors.hpp"
#include "video/camera_device.hpp"

namespace video {

CameraSource::CameraSource(Pipeline& pipeline, std::string path)
    : pipeline_(pipeline), path_(std::move(path)), source_(pipeline.add("v4l2src")), mode_(pipeline.add("capsfilter")) {
    g_object_set(source_, "device", path_.c_str(), nullptr);
    pipeline.link({source_, mode_});
}

void CameraSource::open(cv::Size wanted) {
    if (const std::optional<std::string> fault = faultOfCameraDevice(path_)) throw reid::InputError(*fault);
    if (!pipeline_.prepare()) {
        pipeline_.listen();
        throw reid::InputError(failure("cannot be opened"));
    }
    const GstPointer<GstPad> pad(gst_element_get_static_pad(source_, "src"));
    const GstPointer<GstCaps> offered(gst_pad_query_caps(pad.get(), nullptr));
    const GstPointer<GstCaps> mode = chooseCameraMode(offered.get(), wanted);
    if (!mode) throw reid::InputError(fmt::format("{} offers no format that can be decoded.", path_));
    g_object_set(mode_, "caps", mode.get(), nullptr);
}

std::string CameraSource::failure(const std::string& what) const {
    std::error_code failure;
    if (!std::filesystem::exists(path_, failure))
        return fmt::format("There is no {}: it is not plugged in. {}", path_, camerasInWords());
    if (pipeline_.isBusy())
        return fmt::format("{} is in use by another program (sudo fuser -v {} tells which).", path_, path_);
    return fmt::format("{} {}: {}.", path_, what, pipeline_.error().value_or("its driver does not say why"));
}

}  // namespace video

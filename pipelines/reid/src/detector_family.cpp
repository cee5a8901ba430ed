#include "reid/detector_family.hpp"

#include <algorithm>

namespace reid {

const std::vector<std::string>& detectorFamilyNames() {
    static const std::vector<std::string> names = {"yolox", "yolov5", "yolov8", "ssd", "darknet"};
    return names;
}

std::string nameOf(DetectorFamily family) {
    return detectorFamilyNames().at(static_cast<size_t>(family));
}

std::optional<DetectorFamily> familyNamed(const std::string& name) {
    const auto& names = detectorFamilyNames();
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<DetectorFamily>(found - names.begin());
}

}  // namespace reid

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace reid {

/// The layout of a detection network's outputs, and the preprocessing that belongs to it (README.md has the table).
/// W x H is the input, A the number of cells of W x H at strides 8, 16 and 32 (and 64, where the network has it).
enum class DetectorFamily {
    Yolox,   ///< 1 x A x (5 + classes): offsets and log sizes in cells (Ge et al., arXiv 2107.08430)
    Yolov5,  ///< 1 x 3A x (5 + classes): boxes in pixels of the input, objectness, class scores; YOLOv5 and YOLOv7
    Yolov8,  ///< 1 x (4 + classes) x A: boxes in pixels of the input, class scores; YOLOv8, YOLOv9 and YOLO11
    Ssd,     ///< 1 x 1 x N x 7: the layer DetectionOutput (Liu et al., SSD, ECCV 2016)
    Darknet  ///< N x (5 + classes) from each region or yolo layer of a Darknet network (Redmon and Farhadi, YOLO)
};

/// For example "yolox".
std::string nameOf(DetectorFamily family);

/// Empty for a name that no family has.
std::optional<DetectorFamily> familyNamed(const std::string& name);

/// In the order of the enumeration.
const std::vector<std::string>& detectorFamilyNames();

}  // namespace reid

#include "reid/detector_folder.hpp"

#include <algorithm>

#include "model_json.hpp"
#include "reid/errors.hpp"

namespace reid {

DetectorFolder DetectorFolder::load(const std::string& directory) {
    const nlohmann::json document = readModelJson(directory);
    const JsonFields root(document, modelJsonPath(directory));

    DetectorFolder folder;
    folder.directory = directory;
    root.oneOf("task", {"detect"});
    folder.name = root.text("name");

    const ModelInput input = readModelInput(root);
    folder.inputSize = input.size;
    folder.rgb = input.rgb;
    folder.mean = input.mean;
    folder.std = input.std;

    const JsonFields detection = root.object("detection");
    folder.output = detection.text("output");
    // A Darknet network is not an ONNX file.
    folder.family = *familyNamed(detection.oneOf("family", {"yolox", "yolov5", "yolov8", "ssd"}));
    if (folder.family == DetectorFamily::Yolox) folder.strides = detection.positiveIntegers("strides");
    folder.classes = detection.texts("classes");
    if (std::find(folder.classes.begin(), folder.classes.end(), "person") == folder.classes.end()) {
        detection.refuse("classes", "a list with \"person\" in it");
    }
    folder.score = detection.number("score", 0, 1);
    folder.overlap = detection.number("overlap", 0, 1);

    folder.onnxPath = checkedOnnxPath(directory, root);
    return folder;
}

}  // namespace reid

#include "made_people.hpp"

#include <cmath>

#include "grid_network.hpp"
#include "tiny_network.hpp"
#include "valid_model.hpp"

cv::Mat sceneOf(const std::vector<Square>& squares, cv::Size size) {
    cv::Mat frame(size, CV_8UC3, cv::Scalar::all(0));
    for (const Square& square : squares)
        frame(cv::Rect(square.corner, cv::Size(SQUARE, SQUARE)) & cv::Rect(cv::Point(), size)).setTo(square.color);
    return frame;
}

void writeDetector(const TemporaryFolder& folder) {
    GridNetwork network;
    network.size = {SCENE_WIDTH, SCENE_HEIGHT};
    network.strides = {SQUARE};
    network.open = true;
    // Centers of cells, one cell wide and two high; objectness is the mean red, and the only class is sure.
    network.constant = {0.5F, 0.5F, 0, std::log(2.0F), 0, 1};
    network.brightColumn = 4;
    writeGridNetwork(folder.file("model.onnx"), network);
    nlohmann::json document = nlohmann::json::parse(R"({
        "schema_version": 1, "name": "made", "task": "detect", "sha256": "",
        "input": {"width": 320, "height": 256, "channels": "RGB", "mean": [0, 0, 0], "std": [255, 1, 1]},
        "detection": {"output": "detections", "family": "yolox", "strides": [16],
                      "classes": ["person"], "score": 0.5, "overlap": 0.5}})");
    writeModelJson(folder, document);
}

void writeReidModel(const TemporaryFolder& folder, const std::string& remark) {
    writeTinyNetwork(folder.file("model.onnx"), 4, 8);
    constexpr char DOC_STRING = 6 << 3 | 2;  // ModelProto.doc_string in protobuf
    if (!remark.empty())
        folder.write("model.onnx", folder.read("model.onnx") + DOC_STRING + static_cast<char>(remark.size()) + remark);
    writeModelJson(folder, validModelJson());
}

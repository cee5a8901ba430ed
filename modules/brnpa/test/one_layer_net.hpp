// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_ONE_LAYER_NET_HPP
#define OPENCV_TEST_BRNPA_ONE_LAYER_NET_HPP

#include "test_precomp.hpp"

namespace opencv_test {

inline dnn::LayerParams layerParams(const char* type = "ai.brnpa.BRNPA") {
    dnn::LayerParams params;
    params.name = "attention";
    params.type = type;
    return params;
}

//! A net of the layer alone.
struct OneLayerNet {
    explicit OneLayerNet(dnn::LayerParams params) {
        cv::brnpa::registerLayers();
        net.connect(0, 0, net.addLayer(params.name, params.type, params), 0);
    }

    std::vector<Mat> run(const Mat& features) {
        net.setInput(features);
        std::vector<std::vector<Mat>> outputs;
        net.forward(outputs, std::vector<String>{"attention"});
        return outputs.at(0);
    }

    dnn::Net net;
};

}  // namespace opencv_test

#endif

"""Writes a ResNet-18 (He et al., CVPR 2016) as people re-identify with: last stride 1, mean of the last map; random weights, batch
normalization already folded into the convolutions."""

import numpy as np
import onnx
from onnx import helper, numpy_helper

WIDTHS, STRIDES = (64, 128, 256, 512), (1, 2, 2, 1)


def write_resnet18(path, height=128, width=64):
    random = np.random.default_rng(1)
    nodes, weights = [], []

    def convolution(source, inputs, outputs, size, stride, relu):
        name = f"convolution{len(weights)}"
        scale = np.sqrt(2 / (inputs * size * size))
        kernel = (scale * random.standard_normal((outputs, inputs, size, size))).astype(np.float32)
        weights.append(numpy_helper.from_array(kernel, name + ".weight"))
        weights.append(numpy_helper.from_array(np.zeros(outputs, np.float32), name + ".bias"))
        nodes.append(helper.make_node("Conv", [source, name + ".weight", name + ".bias"], [name], kernel_shape=[size, size],
                                      strides=[stride, stride], pads=[size // 2] * 4))
        return activation(name) if relu else name

    def activation(source):
        nodes.append(helper.make_node("Relu", [source], [source + ".relu"]))
        return source + ".relu"

    x = convolution("image", 3, 64, 7, 2, relu=True)
    nodes.append(helper.make_node("MaxPool", [x], ["pooled"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]))
    x, channels = "pooled", 64
    for widths, stage_stride in zip(WIDTHS, STRIDES):
        for stride in (stage_stride, 1):
            short = x if stride == 1 and channels == widths else convolution(x, channels, widths, 1, stride, relu=False)
            inner = convolution(x, channels, widths, 3, stride, relu=True)
            long = convolution(inner, widths, widths, 3, 1, relu=False)
            nodes.append(helper.make_node("Add", [long, short], [long + ".sum"]))
            x, channels = activation(long + ".sum"), widths
    nodes.append(helper.make_node("GlobalAveragePool", [x], ["mean"]))
    nodes.append(helper.make_node("Flatten", ["mean"], ["feature_vector"]))
    batch = ["N", 3, height, width]
    graph = helper.make_graph(
        nodes, "resnet18", [helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, batch)],
        [helper.make_tensor_value_info("feature_vector", onnx.TensorProto.FLOAT, ["N", 512])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)

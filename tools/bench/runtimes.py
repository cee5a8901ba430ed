"""The peers that run a network: each opens an ONNX file and returns a function from the input to the outputs, in the
order of the file."""

import os

THREADS = os.cpu_count()


def onnx_runtime(path, _shape):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda blob: session.run(None, {name: blob})


def openvino(path, shape, precision=None):
    import openvino
    core = openvino.Core()
    model = core.read_model(path)
    model.reshape(shape)
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": THREADS}
    if precision:
        settings["INFERENCE_PRECISION_HINT"] = precision
    compiled = core.compile_model(model, "CPU", settings)
    return lambda blob: list(compiled([blob]).values())


def openvino_f32(path, shape):
    return openvino(path, shape, "f32")


def opencv(path, _shape):
    import cv2
    cv2.setNumThreads(THREADS)
    net = cv2.dnn.readNetFromONNX(path)
    names = net.getUnconnectedOutLayersNames()

    def run(blob):
        net.setInput(blob)
        return net.forward(names)

    return run


RUNTIMES = {
    "ONNX Runtime": onnx_runtime,
    "OpenVINO, its own choice of precision": openvino,
    "OpenVINO, f32": openvino_f32,
    "OpenCV of PyPI, cv2.dnn": opencv,
}

#!/usr/bin/env python3
"""cv2.dnn runs the layer and gives the numbers of a NumPy reference in double precision.

Beside an installed OpenCV the layer comes by ctypes, from the library that the environment variable BRNPA_LIBRARY names;
in an OpenCV tree by the bindings, cv2.brnpa.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
import unittest

import cv2 as cv
import numpy as np

try:
    import onnx
    from onnx import TensorProto, helper
except ImportError:
    onnx = None

try:
    from tests_common import NewOpenCVTests as TestCase
except ImportError:
    TestCase = unittest.TestCase

OUTPUTS = ["vectors", "maps", "norms"]


def reference(features, parts, epsilon=float(np.float32(1e-5))):
    """Section 3 of arXiv 2106.02566 in float64; features N x C x H x W."""
    n, c, h, w = features.shape
    x = features.reshape(n, c, h * w).transpose(0, 2, 1).astype(np.float64)
    norms = np.linalg.norm(x, axis=2) + epsilon
    vectors, maps = [], []
    for image, norm in zip(x, norms):
        activity = norm.copy()
        for _ in range(parts):
            j = np.argmax(activity)
            s = image @ image[j] / (norm * norm[j])
            weights = s / s.sum()
            vectors.append(weights @ image)
            maps.append(weights)
            activity *= 1 - s
    return np.reshape(vectors, (n, parts * c)), np.reshape(maps, (n, parts, h, w)), norms.reshape(n, 1, h, w)


SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../samples/network_attention.py")


def onnx_bytes(c, h, w, **attributes):
    """A file of the layer alone, with a dynamic batch."""
    parts = attributes.get("num_parts", 3)
    shapes = {"x": (c, h, w), "vectors": (parts * c,), "maps": (parts, h, w), "norms": (1, h, w)}
    value = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ("batch",) + shape)
             for name, shape in shapes.items()}
    node = helper.make_node("BRNPA", ["x"], OUTPUTS, domain="ai.brnpa", **attributes)
    graph = helper.make_graph([node], "test", [value["x"]], [value[name] for name in OUTPUTS])
    opsets = [helper.make_opsetid("", 11), helper.make_opsetid("ai.brnpa", 1)]
    return np.frombuffer(helper.make_model(graph, opset_imports=opsets, ir_version=7).SerializeToString(), np.uint8)


class BRNPATest(TestCase):
    @classmethod
    def setUpClass(cls):
        if hasattr(cv, "brnpa"):
            cv.brnpa.registerLayers()
        elif "BRNPA_LIBRARY" in os.environ:
            library = ctypes.CDLL(os.environ["BRNPA_LIBRARY"])
            for _ in range(2):
                assert library.brnpa_register() == 0
        else:
            raise unittest.SkipTest("neither cv2.brnpa nor the environment variable BRNPA_LIBRARY")

    @unittest.skipIf(onnx is None, "needs the Python package onnx")
    def test_onnx_file(self):
        rng = np.random.default_rng(1)
        net = cv.dnn.readNetFromONNX(onnx_bytes(16, 12, 6, num_parts=4))
        for batch in (1, 3, 2):
            features = rng.random((batch, 16, 12, 6), np.float32)
            net.setInput(features)
            for name, found, expected in zip(OUTPUTS, net.forward(OUTPUTS), reference(features, 4)):
                self.assertEqual(found.shape, expected.shape, name)
                np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7, err_msg=name)

    @unittest.skipIf(onnx is None, "needs the Python package onnx")
    def test_wrong_attribute_is_named(self):
        with self.assertRaisesRegex(cv.error, "num_parts is 0"):
            cv.dnn.readNetFromONNX(onnx_bytes(4, 3, 2, num_parts=0))

    @unittest.skipIf(onnx is None or not os.path.exists(SAMPLE), "needs the Python package onnx and the samples")
    def test_sample(self):
        """A red, a green and a blue band: the picture itself is the feature map, and its colors are the parts."""
        picture = np.zeros((30, 12, 3), np.uint8)
        picture[:10, :, 2], picture[10:20, :, 1], picture[20:, :, 0] = 250, 200, 150
        with tempfile.TemporaryDirectory() as folder:
            model, source, output = (os.path.join(folder, name) for name in ("m.onnx", "in.png", "out.png"))
            onnx_bytes(3, 30, 12).tofile(model)
            cv.imwrite(source, picture)
            command = [sys.executable, SAMPLE, model, source, output, "--maps", "maps", "--norms", "norms", "--size",
                       "12", "30", "--mean", "0", "0", "0", "--std", "1"]
            if not hasattr(cv, "brnpa"):
                command += ["--library", os.environ["BRNPA_LIBRARY"]]
            subprocess.run(command, check=True)
            painted = cv.imread(output)
        # All maps have the weight 1/120 in their band: norms alone make the range, 250, 200 and 150 of 250.
        for row, color, value in ((5, 250, (0, 0, 204)), (15, 200, (0, 163.2, 0)), (25, 150, (122.4, 0, 0))):
            expected = np.array(value) + 0.2 * color / 3
            np.testing.assert_allclose(painted[row, 6], expected, atol=0.51)

    @unittest.skipUnless(hasattr(cv, "brnpa"), "bindings exist only in an OpenCV tree")
    def test_bindings(self):
        features = np.random.default_rng(2).random((2, 16, 12, 6), np.float32)
        params = cv.brnpa.AttentionParams()
        params.numParts = 2
        outputs = cv.brnpa.representativeVectors(features, params=params)
        for found, expected in zip(outputs, reference(features, 2)):
            np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)

        maps, norms = outputs[1][0], outputs[2][0]
        weighted = maps.astype(np.float64) * norms
        expected = np.mean(weighted / weighted.max(axis=(1, 2), keepdims=True))
        self.assertAlmostEqual(cv.brnpa.sparsity(maps, norms), expected, 6)
        image = np.full((24, 12, 3), 100, np.uint8)
        blended = cv.brnpa.AttentionOverlay().apply(image, maps, norms, image.copy())
        self.assertEqual(blended.shape, image.shape)
        self.assertGreaterEqual(blended.min(), 20)


if __name__ == "__main__":
    unittest.main()

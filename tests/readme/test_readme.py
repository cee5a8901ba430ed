"""Runs the README's examples on a shipped model and a drawn person, and holds both pictures against the overlay's definition.

test_readme.py BUILT_CPP_EXAMPLE PYTHON_EXAMPLE MODEL.onnx BUILD_DIR BRNPA_LIBRARY
"""
import ctypes
import os
import subprocess
import sys
import tempfile

try:
    import cv2
    import numpy as np
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)

cpp, python, model, build, library = sys.argv[1:]


def drawn_person():
    """Head, trunk and legs on a noisy background, 64 x 128 pixels."""
    image = np.random.default_rng(7).integers(90, 130, (128, 64, 3), dtype=np.uint8)
    cv2.circle(image, (32, 18), 9, (120, 150, 200), -1)
    cv2.rectangle(image, (20, 28), (44, 70), (40, 40, 190), -1)
    cv2.rectangle(image, (22, 70), (42, 122), (120, 60, 30), -1)
    return image


def attention(image):
    """Map x norm of each part in 0..1, one range for all parts, float64: parts x height x width."""
    ctypes.CDLL(library).brnpa_register()
    net = cv2.dnn.readNetFromONNX(model)
    net.setInput(cv2.dnn.blobFromImage(image, 1 / 57.4, (64, 128), (123.7, 116.3, 103.5), swapRB=True))
    _, maps, norms = net.forward(["feature_vector", "saliency_map", "saliency_norm"])
    parts = maps[0].astype(np.float64) * norms[0]
    assert parts.shape[0] == 3 and np.ptp(parts) > 0, f"flat or wrong maps {parts.shape}"
    return (parts - parts.min()) / np.ptp(parts)


with tempfile.TemporaryDirectory() as folder:
    person = os.path.join(folder, "person.png")
    image = drawn_person()
    cv2.imwrite(person, image)
    os.symlink(build, os.path.join(folder, "build"))  # the Python example names the library as seen from the source tree
    colors = [cv2.resize(part, (64, 128)) for part in attention(image)]
    gray = image.mean(axis=2)
    expected = {
        "cpp": np.stack([0.8 * 255 * colors[2 - c] + 0.2 * gray for c in range(3)], axis=2),
        "python": np.stack([0.8 * 255 * colors[2 - c] + 0.2 * image[:, :, c] for c in range(3)], axis=2),
    }
    for name, command in {"cpp": [cpp], "python": [sys.executable, python]}.items():
        result = os.path.join(folder, f"{name}.png")
        subprocess.run([*command, model, person, result], cwd=folder, check=True)
        picture = cv2.imread(result).astype(np.float64)
        # 8-bit rounding, and for C++ another weighting of the channels in the grey image.
        error = np.abs(picture - expected[name]).mean()
        assert error < 4, f"the {name} example paints something else: mean difference {error:.2f} of 255"
        print(f"{name}: mean difference {error:.2f} of 255")

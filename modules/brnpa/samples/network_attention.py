#!/usr/bin/env python3
"""Paints where a network with a BRNPA layer looks over the picture that it looks at.

With the cv2 of an OpenCV tree that has the module nothing else is needed; beside the cv2 of a distribution, --library
names libopencv_brnpa.so.
"""

import argparse
import ctypes
import sys

import cv2 as cv
import numpy as np


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="ONNX file with a BRNPA layer")
    parser.add_argument("picture")
    parser.add_argument("output")
    parser.add_argument("--library", help="path of libopencv_brnpa.so")
    parser.add_argument("--maps", default="saliency_map", help="name of the output with the maps, 1 x K x H x W")
    parser.add_argument("--norms", default="saliency_norm", help="name of the output with the norms, 1 x 1 x H x W")
    parser.add_argument("--size", type=int, nargs=2, default=[64, 128], metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--mean", type=float, nargs=3, default=[123.7, 116.3, 103.5], help="R, G, B, 0..255")
    parser.add_argument("--std", type=float, default=57.4, help="0..255")
    return parser.parse_args()


def paint(picture, maps, norms):
    """Up to three maps as red, green and blue, one range for all of them."""
    weighted = maps * norms
    spread = weighted.max() - weighted.min()
    weighted = (weighted - weighted.min()) / spread if spread > 0 else np.zeros_like(weighted)
    colors = np.zeros(weighted.shape[1:] + (3,), np.float32)
    for part, channel in zip(weighted, (2, 1, 0)):
        colors[..., channel] = part
    colors = cv.resize(colors, (picture.shape[1], picture.shape[0]))
    gray = picture.mean(axis=2, keepdims=True)
    return np.rint(0.8 * 255 * colors + 0.2 * gray).astype(np.uint8)


def main():
    arguments = parse_arguments()
    if hasattr(cv, "brnpa"):
        cv.brnpa.registerLayers()
    elif arguments.library:
        ctypes.CDLL(arguments.library).brnpa_register()
    else:
        sys.exit("This cv2 has no module brnpa: name libopencv_brnpa.so with --library.")
    picture = cv.imread(arguments.picture)
    if picture is None:
        sys.exit(f"{arguments.picture} is not a picture that OpenCV can read.")

    net = cv.dnn.readNetFromONNX(arguments.model)
    net.setInput(cv.dnn.blobFromImage(picture, 1 / arguments.std, arguments.size, arguments.mean, swapRB=True))
    # Every output of the graph: OpenCV 5.0 rejects subsets.
    names = net.getUnconnectedOutLayersNames()
    outputs = dict(zip(names, net.forward(names)))
    for name in (arguments.maps, arguments.norms):
        if name not in outputs:
            sys.exit(f"{arguments.model} has no output {name}, only {', '.join(names)}.")
    painted = paint(picture, outputs[arguments.maps][0], outputs[arguments.norms][0, 0])
    if not cv.imwrite(arguments.output, painted):
        sys.exit(f"{arguments.output} cannot be written.")


if __name__ == "__main__":
    main()

"""Detection and re-identification in Python with the models that ship, as a user would write them."""

import json
import os

import cv2
import numpy as np


def read_model(folder):
    with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
        return json.load(file)


class Preprocessing:
    """(pixel - mean) / std, channels first."""

    def __init__(self, model):
        entry = model["input"]
        self.size = (entry["width"], entry["height"])
        self.mean, self.scale = np.float32(entry["mean"]), 1 / np.float32(entry["std"])

    def __call__(self, picture):
        rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        return ((rgb - self.mean) * self.scale).transpose(2, 0, 1)


class Detector:
    FILL = 114

    def __init__(self, folder, open_network):
        model = read_model(folder)
        self.prepare = Preprocessing(model)
        self.score, self.overlap = model["detection"]["score"], model["detection"]["overlap"]
        width, height = self.prepare.size
        cells = [(x, y, stride) for stride in model["detection"]["strides"]
                 for y in range(height // stride) for x in range(width // stride)]
        self.cells = np.float32(cells)
        self.run = open_network(os.path.join(folder, "model.onnx"), [1, 3, height, width])

    def detect(self, frame):
        """Boxes as rows x, y, width, height, and their scores."""
        width, height = self.prepare.size
        scale = min(width / frame.shape[1], height / frame.shape[0])
        picture = np.full((height, width, 3), self.FILL, np.uint8)
        inside = cv2.resize(frame, (round(frame.shape[1] * scale), round(frame.shape[0] * scale)))
        picture[: inside.shape[0], : inside.shape[1]] = inside
        output = np.asarray(self.run(self.prepare(picture)[None])[0]).reshape(-1, 6)
        scores = output[:, 4] * output[:, 5]
        likely = scores >= self.score
        output, scores, cells = output[likely], scores[likely], self.cells[likely]
        stride = cells[:, 2:]
        sizes = np.exp(output[:, 2:4]) * stride
        boxes = np.hstack([(output[:, :2] + cells[:, :2]) * stride - sizes / 2, sizes]) / scale
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), self.score, self.overlap)
        kept = np.asarray(kept, dtype=int).ravel()
        return boxes[kept], scores[kept]


class Embedder:
    def __init__(self, folder, onnx_path, open_network):
        self.prepare = Preprocessing(read_model(folder))
        width, height = self.prepare.size
        self.run = open_network(onnx_path, [-1, 3, height, width])

    def embed(self, frame, boxes):
        """Embeddings of length 1, maps N x K x h x w, norms N x 1 x h x w."""
        crops = []
        for x, y, width, height in boxes:
            left, top = max(0, int(x)), max(0, int(y))
            crop = frame[top : max(top + 1, int(y + height)), left : max(left + 1, int(x + width))]
            crops.append(self.prepare(cv2.resize(crop, self.prepare.size)))
        vectors, maps, norms = self.run(np.stack(crops))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), maps, norms

"""The peer of brnpa annotate: finds, follows and recognizes people in a video and paints where the network looked, written
in Python as a user would from packages of PyPI.

    python_pipeline.py RUNTIME VIDEO REID.onnx MODELS OUTPUT.mp4 FRAMES       prints frames a second

Every person is embedded in every frame. Tracks as in ByteTrack (Zhang et al., ECCV 2022): sure detections first, then
weak ones; boxes move with their last velocity. The video is MPEG-4 part 2, which OpenCV of PyPI can write without more.
"""

import os
import sys
import time

import cv2
import numpy as np
from scipy.optimize import linear_sum_assignment

from people import Detector, Embedder, read_model
from runtimes import RUNTIMES

SURE, LOWEST_OVERLAP, FORGET_AFTER = 0.5, 0.3, 30  # confidence; intersection over union; frames


def overlaps(a, b):
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, :2] + a[:, None, 2:], b[None, :, :2] + b[None, :, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=2)
    return common / (np.prod(a[:, 2:], axis=1)[:, None] + np.prod(b[:, 2:], axis=1)[None] - common)


class Track:
    def __init__(self, number, box):
        self.number, self.box, self.velocity, self.missed, self.identity = number, box, np.zeros(4), 0, None

    def move_to(self, box):
        self.velocity = 0.5 * self.velocity + 0.5 * (box - self.box + self.velocity)
        self.box, self.missed = box, 0


class Tracker:
    def __init__(self):
        self.tracks, self.count = [], 0

    def update(self, boxes, scores):
        """Tracks with a detection in this frame."""
        for track in self.tracks:
            track.box = track.box + track.velocity
            track.missed += 1
        free, taken = list(self.tracks), set()
        for among in (np.flatnonzero(scores >= SURE), np.flatnonzero(scores < SURE)):
            if not free or not len(among):
                continue
            table = overlaps(np.stack([track.box for track in free]), boxes[among])
            pairs = [(row, column) for row, column in zip(*linear_sum_assignment(-table))
                     if table[row, column] >= LOWEST_OVERLAP]
            for row, column in pairs:
                free[row].move_to(boxes[among[column]])
                taken.add(among[column])
            free = [track for row, track in enumerate(free) if row not in {pair[0] for pair in pairs}]
        for i in np.flatnonzero(scores >= SURE):
            if i not in taken:
                self.count += 1
                self.tracks.append(Track(self.count, boxes[i]))
        self.tracks = [track for track in self.tracks if track.missed <= FORGET_AFTER]
        return [track for track in self.tracks if track.missed == 0]


class Gallery:
    def __init__(self, accept_distance):
        self.embeddings, self.accept_distance = np.zeros((0, 768), np.float32), accept_distance

    def identify(self, embedding):
        if len(self.embeddings):
            distances = 1 - self.embeddings @ embedding
            if distances.min() <= self.accept_distance:
                return int(distances.argmin()) + 1
        self.embeddings = np.vstack([self.embeddings, embedding])
        return len(self.embeddings)


def paint(frame, track, maps, norms):
    x, y, width, height = (int(value) for value in track.box)
    left, top = max(0, x), max(0, y)
    region = frame[top : y + height, left : x + width]
    if region.size:
        activity = maps * norms
        colors = (255 * activity / activity.max()).clip(0, 255).astype(np.uint8).transpose(1, 2, 0)[:, :, ::-1]
        colors = cv2.resize(colors, (region.shape[1], region.shape[0]))
        cv2.addWeighted(colors, 0.5, region, 0.7, 0, dst=region)
    cv2.rectangle(frame, (left, top), (x + width, y + height), (255, 255, 255), 1)
    cv2.putText(frame, str(track.identity), (left, top - 3), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1)


def main():
    runtime, video, reid, models, output, most = sys.argv[1:]
    folder = os.path.join(models, "reid-live")
    start, frames = time.perf_counter(), 0
    capture = cv2.VideoCapture(video)
    size = int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    writer = cv2.VideoWriter(output, cv2.VideoWriter_fourcc(*"mp4v"), capture.get(cv2.CAP_PROP_FPS), size)
    if not capture.isOpened() or not writer.isOpened():
        sys.exit(f"python_pipeline.py: cannot read {video} or write {output}.")
    detector = Detector(os.path.join(models, "person-detector"), RUNTIMES[runtime])
    embedder = Embedder(folder, reid, RUNTIMES[runtime])
    gallery, tracker = Gallery(read_model(folder)["thresholds"][-1]["distance"]), Tracker()
    while frames < int(most):
        found, frame = capture.read()
        if not found:
            break
        tracks = tracker.update(*detector.detect(frame))
        if tracks:
            embeddings, maps, norms = embedder.embed(frame, [track.box for track in tracks])
            for i, track in enumerate(tracks):
                if track.identity is None:
                    track.identity = gallery.identify(embeddings[i])
                paint(frame, track, maps[i], norms[i])
        writer.write(frame)
        frames += 1
    writer.release()
    print(frames / (time.perf_counter() - start))


if __name__ == "__main__":
    main()

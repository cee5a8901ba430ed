"""Crops a second of models/reid-live and milliseconds a frame of models/person-detector: our engines against others."""

import os
import tempfile
import time

import numpy as np

from measure import MODELS, engines, fastest_of, google_benchmark, in_turns, program, ratio, table
from runtimes import RUNTIMES

SECONDS = 0.5  # a sample takes


def ours(pattern, key):
    return lambda: google_benchmark("engine_perf", pattern, f"--benchmark_min_time={SECONDS}")[0][key]


def passes_per_second(action):
    def measure():
        start, passes = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS:
            action()
            passes += 1
        return passes / (time.perf_counter() - start)
    return measure


def peer(make):
    """The network is opened by the first turn, so that one that cannot be fails there."""
    opened = []

    def measure():
        if not opened:
            opened.append(make())
        return opened[0]()
    return measure


def crops_of(runtime, standard, batch):
    blob = np.random.default_rng(1).standard_normal((batch, 3, 128, 64), dtype=np.float32)

    def make():
        run = runtime(standard, list(blob.shape))
        measure = passes_per_second(lambda: run(blob))
        return lambda: batch * measure()
    return peer(make)


def detection_of(runtime):
    frame = np.random.default_rng(1).integers(0, 256, (576, 768, 3), dtype=np.uint8)

    def make():
        from people import Detector
        detector = Detector(os.path.join(MODELS, "person-detector"), runtime)
        measure = passes_per_second(lambda: detector.detect(frame))
        return lambda: 1000 / measure()
    return peer(make)


def compare(title, measurements, our_names, rate):
    """rate: larger is better. The column says by what factor the fastest of ours beats the row."""
    samples = in_turns(measurements)
    best = samples[fastest_of(samples, our_names, max if rate else min)]
    factor = (lambda of: ratio(best, of)) if rate else (lambda of: ratio(of, best))
    table([title, "median (quartiles)", "our fastest is faster by"],
          [[name, of.text(), factor(of)] for name, of in samples.items()])


print("""
## Networks

All cores; medians (quartiles). Peers run in Python on an input that is ready; `models/reid-live` with its BRNPA node written in
operators of ONNX, which they know. Ours: one pass alone, and *with crops* from boxes of a frame to embeddings.""")

with tempfile.TemporaryDirectory() as folder:
    standard = os.path.join(folder, "standard.onnx")
    try:
        from standard_operators import write_standard
        write_standard(os.path.join(MODELS, "reid-live", "model.onnx"), standard)
    except ImportError as error:
        print(f"\nNot measured: the re-identification network in other runtimes, for want of the package onnx ({error}).")
    for batch in (1, 8, 32):
        measurements = {f"ours, {engine}": ours(f"network/{engine}/batch:{batch}/", "items_per_second")
                        for engine in engines()}
        names = list(measurements)
        measurements |= {f"ours, {engine}, with crops": ours(f"embedder/{engine}/batch:{batch}/", "items_per_second")
                         for engine in engines()}
        measurements |= {name: crops_of(runtime, standard, batch) for name, runtime in RUNTIMES.items()}
        compare(f"reid-live, crops a second in batches of {batch}", measurements, names, rate=True)

measurements = {f"ours, {engine}": ours(f"detector/{engine}/", "real_time") for engine in engines()}
names = list(measurements)
measurements |= {name: detection_of(runtime) for name, runtime in RUNTIMES.items()}
compare("person-detector, 768 x 576 frame to boxes, ms", measurements, names, rate=False)

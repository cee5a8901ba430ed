"""Crops a second of models/reid-live and milliseconds a frame of models/person-detector: our engines against others."""

import os
import tempfile
import time

import numpy as np

from measure import MODELS, engines, fastest_of, google_benchmark, in_turns, program, ratio, table
from runtimes import RUNTIMES

SECONDS = 0.5  # a sample takes


def ours(pattern, key, *arguments):
    return lambda: google_benchmark("engine_perf", pattern, f"--benchmark_min_time={SECONDS}", *arguments,
                                    environment={"GOMP_SPINCOUNT": "1000"})[0][key]


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


def compare(title, measurements, rate):
    """rate: larger is better. The last columns say by what factor our fastest in that precision beats the row."""
    samples = in_turns(measurements)
    ours_all = [name for name in samples if name.startswith("ours")]
    brief = [name for name in ours_all if "bf16" in name]
    exact = [name for name in ours_all if name not in brief]
    factor = (lambda best, of: ratio(best, of)) if rate else (lambda best, of: ratio(of, best))

    def column(names):
        best = fastest_of(samples, names, max if rate else min)
        return lambda of: factor(samples[best], of) if best else ""
    float_factor, brief_factor = column(exact), column(brief)
    table([title, "median (quartiles)", "our float is faster by", "our bfloat16 is faster by"],
          [[name, of.text(), float_factor(of), brief_factor(of)] for name, of in samples.items()])


def compare_crops(title, file, standard, with_crops):
    """file: None for reid-live's. standard: the same network in operators that every runtime knows."""
    arguments = [file] if file else []
    for batch in (1, 8, 32):
        measurements = {f"ours, {engine}": ours(f"network/{engine}/batch:{batch}/", "items_per_second", *arguments)
                        for engine in engines()}
        if with_crops:
            measurements |= {f"ours, {engine}, with crops": ours(f"embedder/{engine}/batch:{batch}/", "items_per_second")
                             for engine in engines()}
        measurements |= {name: crops_of(runtime, standard, batch) for name, runtime in RUNTIMES.items()}
        compare(f"{title}, crops a second in batches of {batch}", measurements, rate=True)


print("""
## Networks

All cores; medians (quartiles). Peers run in Python on an input that is ready; `models/reid-live` with its BRNPA node written in
operators of ONNX, which they know. Ours: one pass alone, and *with crops* from boxes of a frame to embeddings. Float is 32 bits;
what bfloat16 costs in accuracy is measured below. `GOMP_SPINCOUNT=1000` for ours, as the command `brnpa` sets it.""")

with tempfile.TemporaryDirectory() as folder:
    standard, resnet = os.path.join(folder, "standard.onnx"), os.path.join(folder, "resnet18.onnx")
    try:
        from resnet18 import write_resnet18
        from standard_operators import write_standard
        write_standard(os.path.join(MODELS, "reid-live", "model.onnx"), standard)
        write_resnet18(resnet)
    except ImportError as error:
        print(f"\nNot measured: the re-identification network in other runtimes, for want of the package onnx ({error}).")
    compare_crops("reid-live", None, standard, with_crops=True)
    if os.path.exists(resnet):
        compare_crops("ResNet-18 of the same input, last stride 1", resnet, resnet, with_crops=False)

measurements = {f"ours, {engine}": ours(f"detector/{engine}/", "real_time") for engine in engines()}
measurements |= {name: detection_of(runtime) for name, runtime in RUNTIMES.items()}
compare("person-detector, 768 x 576 frame to boxes, ms", measurements, rate=False)

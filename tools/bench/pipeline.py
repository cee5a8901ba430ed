"""brnpa annotate against the same in Python, frames a second from the file to the file."""

import os
import subprocess
import sys
import tempfile
import time

from measure import MODELS, QUICK, fastest_of, in_turns, pedestrians, program, ratio, table
from runtimes import RUNTIMES

FRAMES = 60 if QUICK else 300

print(f"""
## The whole way

{FRAMES} frames of `vtest.avi` (768 x 576), from file to file on all cores: decode, detect, track, embed, identify, overlay, encode. The same two
networks; frames a second, medians (quartiles), in turns. `brnpa annotate` counts from start to end of the program and writes H.264 and
the five other result files too; the Python program (`tools/bench/python_pipeline.py`) counts from its first line after the imports, and
writes MPEG-4 part 2, which costs less. Each embeds every person in every frame, but for the first row: there a look at a person every 5
frames, the default.""")

video = pedestrians()


def ours(folder, *options):
    def measure():
        start = time.perf_counter()
        subprocess.run([program("brnpa"), "annotate", video, "--output", os.path.join(folder, "ours"), "--overwrite",
                        "--quiet", "--max-frames", str(FRAMES), *options], check=True)
        return FRAMES / (time.perf_counter() - start)
    return measure


def theirs(folder, runtime):
    def measure():
        run = subprocess.run(
            [sys.executable, os.path.join(os.path.dirname(__file__), "python_pipeline.py"), runtime, video,
             os.path.join(folder, "standard.onnx"), MODELS, os.path.join(folder, "theirs.mp4"), str(FRAMES)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if run.returncode:
            raise RuntimeError(run.stderr.strip().split("\n")[-1])
        return float(run.stdout)
    return measure


with tempfile.TemporaryDirectory() as temporary:
    from standard_operators import write_standard
    write_standard(os.path.join(MODELS, "reid-live", "model.onnx"), os.path.join(temporary, "standard.onnx"))
    measurements = {
        "ours": ours(temporary),
        "ours, every person in every frame": ours(temporary, "--look-every", "1"),
    }
    measurements |= {f"Python, {name}": theirs(temporary, name) for name in list(RUNTIMES)[:2]}
    samples = in_turns(measurements, 3)
best = fastest_of(samples, [name for name in samples if name.startswith("Python")])
table(["", "frames a second", "over the faster of Python (bar 2)"],
      [[name, of.text(), ratio(of, samples[best]) if best else ""] for name, of in samples.items()])

"""brnpa annotate against the same in Python, frames a second from the file to the file."""

import os
import subprocess
import sys
import tempfile
import time

from measure import MODELS, QUICK, engines, in_turns, pedestrians, program, ratio, table
from runtimes import RUNTIMES

FRAMES = 60 if QUICK else 300

print(f"""
## The whole way

{FRAMES} frames of `vtest.avi` (768 x 576), from file to file on all cores: decode, detect, track, embed, identify, overlay, encode. The same two
networks; frames a second, medians (quartiles), in turns. `brnpa annotate` counts from start to end of the program and writes H.264 and
the five other result files too; the Python program (`tools/bench/python_pipeline.py`) counts from its first line after the imports, and
writes MPEG-4 part 2, which costs less. Python embeds every person in every frame; ours by default looks at a person every 5 frames.""")

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
        "ours, float": ours(temporary),
        "ours, float, every person in every frame": ours(temporary, "--look-every", "1"),
    }
    if "onednn-bf16" in engines():
        brief = ("--engine", "onednn-bf16")
        measurements |= {
            "ours, bfloat16": ours(temporary, *brief),
            "ours, bfloat16, every person in every frame": ours(temporary, "--look-every", "1", *brief),
        }
    peers = {f"Python, {name}": theirs(temporary, name) for name in list(RUNTIMES)[:2]}
    samples = in_turns(measurements | peers, 3)
table(["", "frames a second"] + [f"over {name} (bar 2)" for name in peers],
      [[name, of.text()] + [ratio(of, samples[peer]) for peer in peers] for name, of in samples.items()])

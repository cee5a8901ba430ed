"""Where `brnpa annotate` spends its time: processor time for a frame by the threads of a stage, and their share of the wall.

    stages.py BUILD/bin        Linux only

The start of the program is left out: a short and a long run are subtracted.
"""

import glob
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter

from measure import engines, pedestrians, program, table

SHORT, LONG = 50, 300  # frames
SAMPLE_SECONDS = 0.02
STAGES = (
    ("decode", ("avidemux", "multiqueue", "typefind", "qtdemux", "queue")),
    ("detect", ("detector",)),
    ("encode", ("appsrc", "mp4mux")),
)
REST = "track, look, name, draw, write"  # the main thread


def stage_of(thread):
    return next((stage for stage, names in STAGES if thread.startswith(names)), REST)


def run(video, frames, options):
    """Processor seconds by stage, and the wall."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen([program("brnpa"), "annotate", video, "--output", folder, "--overwrite", "--quiet",
                                    "--max-frames", str(frames), *options],
                                   env={**os.environ, "GOMP_SPINCOUNT": "1000"})
        while process.poll() is None:
            for task in glob.glob(f"/proc/{process.pid}/task/*"):
                try:
                    with open(task + "/comm", encoding="ascii") as file:
                        name = file.read()
                    with open(task + "/schedstat", encoding="ascii") as file:
                        seconds[task] = (name, int(file.read().split()[0]) / 1e9)
                except OSError:
                    pass  # it has ended
            time.sleep(SAMPLE_SECONDS)
        wall = time.perf_counter() - start
        if process.returncode:
            sys.exit(f"brnpa annotate ended with {process.returncode}.")
    stages = Counter()
    for name, spent in seconds.values():
        stages[stage_of(name)] += spent
    return stages, wall


def measure(engine):
    """Milliseconds of a frame by stage, and of the wall."""
    few, short = run(pedestrians(), SHORT, ["--engine", engine])
    many, long = run(pedestrians(), LONG, ["--engine", engine])
    frames = LONG - SHORT
    return {stage: 1000 * (many[stage] - few[stage]) / frames for stage in many}, 1000 * (long - short) / frames


def main():
    print(f"""
## Where the time goes

`brnpa annotate`, frames {SHORT} to {LONG} of `vtest.avi`: milliseconds of processor time for a frame, by the threads of a stage, and their
share of the time that passes, of which one core is 100 %.""")
    for engine in engines():
        if engine == "opencv":
            continue
        spent, wall = measure(engine)
        rows = [*sorted(spent.items(), key=lambda row: -row[1]), ("all", sum(spent.values())), ("passes", wall)]
        table([engine, "ms a frame", "share"],
              [[stage, f"{time:.2f}", f"{100 * time / wall:.0f} %"] for stage, time in rows])


if __name__ == "__main__":
    main()

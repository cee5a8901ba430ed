"""What `brnpa annotate` allocates and copies for a frame once it is under way: the difference of two runs.

    allocations.py BUILD/bin       prints tables in Markdown; wants a build with tests or benchmarks
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter

SHORT, LONG = 60, 120  # frames
FRAME_BYTES = 768 * 576 * 3  # of vtest.avi, blue, green and red


def counted(program, counter, video, frames, options):
    """(what, origin) -> count and bytes of a whole run."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "counts")
        environment = {**os.environ, "LD_PRELOAD": counter, "COUNT_ALLOCATIONS": report, "GOMP_SPINCOUNT": "1000"}
        subprocess.run([program, "annotate", video, "--output", os.path.join(folder, "results"), "--quiet",
                        "--max-frames", str(frames), *options], check=True, env=environment)
        counts, sizes = Counter(), Counter()
        with open(report, encoding="utf-8") as file:
            for line in file:
                what, origin, count, size = line.split()
                counts[what, origin], sizes[what, origin] = int(count), int(size)
        return counts, sizes


def per_frame(program, counter, video, options=(), short=SHORT, long=LONG):
    """(what, origin) -> count and bytes for a frame."""
    few, many = (counted(program, counter, video, frames, options) for frames in (short, long))
    return {key: tuple((many[i][key] - few[i][key]) / (long - short) for i in (0, 1)) for key in many[0]}


def main():
    from measure import pedestrians, program, table
    counter = os.path.join(sys.argv[1], "..", "lib", "libcount_allocations.so")
    if not os.path.exists(counter):
        sys.exit(f"there is no {counter}; it is built with tests and benchmarks.")
    print(f"""
## What a frame allocates and copies

`brnpa annotate` in float once it is under way, a frame of `vtest.avi`: the difference of {SHORT} and {LONG} frames, by the shared object that
asks. Allocations are calls of malloc() and its kind. Copies are calls of memcpy() of 512 bytes and more, a row of a picture at
least, in units of the {FRAME_BYTES / 1e6:.2f} MB that a frame has in blue, green and red.""")
    measured = per_frame(program("brnpa"), counter, pedestrians())
    for what, unit in (("allocations", "KiB"), ("copies", "frames of B, G, R")):
        rows = sorted(((key[1], *value) for key, value in measured.items() if key[0] == what), key=lambda row: -row[1])
        rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
        scale = 1024 if what == "allocations" else FRAME_BYTES
        table([f"{what} a frame, by", "count", unit],
              [[name, f"{count:.1f}", f"{size / scale:.2f}"] for name, count, size in rows if count >= 0.5])


if __name__ == "__main__":
    main()

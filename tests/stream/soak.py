"""A long run of `brnpa stream` over the pedestrian video again and again: memory stays flat, a file loses no frame,
and a camera's picture does not fall behind. Two programs at once: one takes the video as a file, as fast as it goes,
the other plays it as a camera.

    BRNPA=build/bin/brnpa python3 tests/stream/soak.py [--minutes N]      # 30 by default

Not among the tests that run by default: `ctest -C Soak -L soak`. Standard library, and ffmpeg.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from pedestrians import PEDESTRIANS  # noqa: E402

PROGRAM = os.environ["BRNPA"]
FASTEST = 40  # frames a second that the file must last for
NATIVE = 10  # frames a second of the video
STATUS_EVERY = 5  # seconds
WARM_UP = 0.3  # share of the run in which caches and galleries fill
MOST_GROWTH = 0.05  # of the memory, over the whole run
MOST_ON_THE_WAY = 8  # frames of the file that are decoded and not yet worked on when the time is over
MOST_RISE = 1.3  # of the latency, last third over middle third
PAGE = os.sysconf("SC_PAGE_SIZE")
LATENCY = re.compile(r"95 %: (\d+) ms")


class Watched:
    """A program in the background: its memory and what it says, by the seconds since it began."""

    def __init__(self, name, *arguments):
        self.name, self.memory, self.latency, self.output = name, [], [], ""
        self.begin = time.monotonic()
        self.process = subprocess.Popen([PROGRAM, "stream", *map(str, arguments), "--status-every", str(STATUS_EVERY)],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.listener = threading.Thread(target=self.listen)
        self.listener.start()

    def listen(self):
        for line in self.process.stdout:
            self.output += line
            found = LATENCY.search(line)
            if found:
                self.latency.append((time.monotonic() - self.begin, int(found.group(1))))

    def measure(self):
        try:
            pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (FileNotFoundError, IndexError):
            return
        if pages and self.process.poll() is None:
            self.memory.append((time.monotonic() - self.begin, pages * PAGE / 2**20))

    def end(self):
        code = self.process.wait()
        self.listener.join()
        return code


def slope(points):
    """Of the straight line through them, by least squares."""
    middle = [statistics.fmean(column) for column in zip(*points)]
    return (sum((x - middle[0]) * (y - middle[1]) for x, y in points) /
            sum((x - middle[0]) ** 2 for x, _ in points))


def check_memory(watched, seconds):
    settled = [(x, y) for x, y in watched.memory if x >= WARM_UP * seconds]
    level, growth = statistics.median(y for _, y in settled), slope(settled) * seconds
    print(f"{watched.name}: memory {level:.0f} MiB, at most {max(y for _, y in settled):.0f}, "
          f"growing by {growth:+.1f} MiB over the run")
    return [] if growth <= MOST_GROWTH * level else [f"{watched.name}: the memory grows"]


def check_latency(camera, seconds):
    thirds = [[y for x, y in camera.latency if low <= x / seconds < high] for low, high in ((1 / 3, 2 / 3), (2 / 3, 1))]
    before, after = map(statistics.median, thirds)
    print(f"{camera.name}: latency (95 %) {before:.0f} ms in the middle third, {after:.0f} ms in the last")
    return [] if after <= MOST_RISE * before else ["the picture falls behind"]


def check_frames(report):
    source = json.loads(report.read_text())["sources"][0]
    frames = source["frames"]
    print(f"{report.stem}: {frames['decoded']} frames decoded, {frames['processed']} processed, {frames['dropped']} "
          f"dropped, {source['tracks']} tracks, {source['identities']} identities, latency {source['latency_ms']}")
    return frames


def soak(folder, seconds):
    loop = folder / "loop.avi"
    subprocess.run(["ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", PEDESTRIANS, "-t",
                    str(seconds * FASTEST / NATIVE), "-c", "copy", loop], check=True)
    file = Watched("file", loop, "--for", seconds, "--statistics", folder / "file.json", "--records",
                   folder / "file.jsonl", "--gallery", folder / "people.gallery")
    camera = Watched("camera", loop, "--live", "--for", seconds, "--statistics", folder / "camera.json")
    while any(one.process.poll() is None for one in (file, camera)):
        for one in (file, camera):
            one.measure()
        time.sleep(1)
    faults = [f"{one.name}: ended with {one.process.returncode}:\n{one.output}" for one in (file, camera) if one.end()]
    if faults:
        return faults
    frames = check_frames(folder / "file.json")
    if frames["dropped"] or frames["decoded"] - frames["processed"] > MOST_ON_THE_WAY:
        faults.append("the file lost frames")
    check_frames(folder / "camera.json")
    return faults + check_memory(file, seconds) + check_memory(camera, seconds) + check_latency(camera, seconds)


def main():
    parser = argparse.ArgumentParser(description="Memory, drops and latency of brnpa stream over a long run.")
    parser.add_argument("--minutes", type=float, default=30)
    minutes = parser.parse_args().minutes
    if not PEDESTRIANS:
        print("Skipped: the pedestrian video of Debian's package opencv-doc is not there.")
        return 0
    with tempfile.TemporaryDirectory(prefix="brnpa-soak-") as folder:
        faults = soak(pathlib.Path(folder), 60 * minutes)
    print("\n".join(faults) if faults else "Flat.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

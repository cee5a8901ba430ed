"""What the end-to-end tests of `brnpa stream` share. Standard library only."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = os.environ["BRNPA"]
PEDESTRIANS = pathlib.Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi")
PATIENCE = 60 * int(os.environ.get("BRNPA_TEST_SLOW", "1"))  # seconds that anything may take on a busy machine


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A program in the background, and what it has said so far."""

    def __init__(self, test, *arguments):
        self.process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        self.said = []
        self.reader = threading.Thread(target=lambda: self.said.extend(iter(self.process.stdout.readline, "")))
        self.reader.start()
        test.addCleanup(self.kill)

    def wait_for(self, happened, what):
        deadline = time.monotonic() + PATIENCE
        while not happened():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError(f"{what} has not happened; said so far:\n" + "".join(self.said))
            time.sleep(0.05)

    def wait_for_words(self, words):
        self.wait_for(lambda: words in "".join(self.said), f'"{words}"')

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.reader.join()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()


class StreamCase(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="brnpa-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.records = self.folder / "records.jsonl"

    def need_pedestrians(self):
        if not PEDESTRIANS.exists():
            self.skipTest(f"there is no {PEDESTRIANS}: Debian's package opencv-doc has it")

    def stream(self, *arguments, code=0):
        run = subprocess.run([PROGRAM, "stream", *map(str, arguments)], capture_output=True, text=True,
                             timeout=5 * PATIENCE, check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def start(self, *arguments):
        return Running(self, "stream", *arguments)

    def cut(self, seconds, name="clip.mp4", begin=0, size=None):
        """A piece of the video with people."""
        self.need_pedestrians()
        path = self.folder / name
        scale = ["-vf", f"scale={size[0]}:{size[1]}"] if size else []
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-ss", str(begin), "-t", str(seconds), "-i", PEDESTRIANS, *scale,
                        "-c:v", "libx264", "-g", "10", "-an", path], check=True)
        return path

    def read_records(self):
        return [json.loads(line) for line in self.records.read_text().splitlines()]

    @staticmethod
    def frames_of(video):
        """Sizes of all frames that ffmpeg can decode."""
        lines = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=width,height",
                                "-of", "csv=p=0", video], check=True, capture_output=True, text=True).stdout.split()
        return [tuple(map(int, line.split(",")[:2])) for line in lines]


if not shutil.which(PROGRAM):
    sys.exit(f"{PROGRAM} is not a program")

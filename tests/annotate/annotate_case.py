"""What the end-to-end tests of `brnpa annotate` share. Standard library only."""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["BRNPA"]
CLIP_TOOL = os.environ["CLIP_TOOL"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from pedestrians import PEDESTRIANS, write_beginning  # noqa: E402
MODEL = pathlib.Path(os.environ.get("BRNPA_MODEL", ROOT / "models" / "reid-live"))
RESULTS = ["annotated.mp4", "people.vtt", "records.jsonl", "report.html", "summary.json", "tracks.txt"]


class AnnotateCase(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        if not (MODEL / "model.json").exists():
            self.skipTest(f"there is no model in {MODEL}")
        folder = tempfile.TemporaryDirectory(prefix="brnpa-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.output = self.folder / "results"

    def make_clip(self, name, frames=30, size=(320, 240), rate="25/1", pattern="ball", encode="jpegenc ! avimux"):
        path = self.folder / name
        subprocess.run([CLIP_TOOL, "make",
                        f"videotestsrc num-buffers={frames} pattern={pattern} ! "
                        f"video/x-raw,width={size[0]},height={size[1]},framerate={rate} ! {encode} ! "
                        f"filesink location={path}"], check=True)
        return path

    def make_people(self, name, frames=15, change="identity"):
        """The beginning of the pedestrian video, changed by an element of GStreamer."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(suffix=".avi") as beginning:
            write_beginning(pathlib.Path(beginning.name), frames)
            subprocess.run([CLIP_TOOL, "make",
                            f"filesrc location={beginning.name} ! decodebin ! videoconvert ! {change} ! videoconvert ! "
                            f"jpegenc ! avimux ! filesink location={path}"], check=True)
        return path

    @staticmethod
    def probe(path):
        return json.loads(subprocess.run([CLIP_TOOL, "probe", path], check=True, capture_output=True).stdout)

    @staticmethod
    def frame(path, index):
        """Bytes B, G, R, row by row."""
        return subprocess.run([CLIP_TOOL, "frame", path, str(index)], check=True, capture_output=True).stdout

    def command(self, clips, *options, output=None, model=MODEL):
        """clips: a path or a list of them."""
        paths = clips if isinstance(clips, list) else [clips]
        return [PROGRAM, "annotate", *map(str, paths), "--output", str(output or self.output), "--model", str(model),
                *map(str, options)]

    def annotate(self, clips, *options, file_limit=None, **places):
        def limit():
            if file_limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        return subprocess.run(self.command(clips, *options, **places), capture_output=True, text=True, preexec_fn=limit,
                              check=False)

    def start(self, clips, *options):
        """Runs in the background; returns when the work has begun."""
        process = subprocess.Popen(self.command(clips, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, restore_signals=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.addCleanup(self.stop, process)
        self.assertIn("Annotating", process.stdout.readline())
        return process

    @staticmethod
    def stop(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def assert_one_sentence(self, text):
        lines = text.splitlines()
        self.assertEqual(len(lines), 1, text)
        self.assertRegex(lines[0], r"^brnpa: \S.*\.$")
        for sign in ("terminate called", "what():", "Traceback", "core dumped", ".cpp:", "Assertion"):
            self.assertNotIn(sign, text)

    def assert_refused(self, run, code, *words):
        self.assertEqual(run.returncode, code, run.stderr)
        self.assert_one_sentence(run.stderr)
        for word in words:
            self.assertIn(str(word), run.stderr)

    def assert_nothing_in(self, folder):
        self.assertEqual(list(folder.iterdir()) if folder.exists() else [], [])

    def assert_whole(self, folder, frames=None):
        """All results and nothing else, in agreement with each other. Returns the records."""
        self.assertEqual(sorted(path.name for path in folder.iterdir()), RESULTS)
        video = self.probe(folder / "annotated.mp4")
        if frames is not None:
            self.assertEqual(len(video["pts_ns"]), frames)
        records = [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]
        tracks = [line.split(",") for line in (folder / "tracks.txt").read_text().splitlines()]
        self.assertEqual([(r["frame"] + 1, r["track_id"]) for r in records], [(int(t[0]), int(t[1])) for t in tracks])
        for record, track in zip(records, tracks):
            box = record["box"]
            for value, written in zip((box["x"], box["y"], box["width"], box["height"]), track[2:6]):
                self.assertAlmostEqual(value, float(written), delta=0.02)
            self.assertLess(record["frame"], len(video["pts_ns"]))
        return records


def copy_model(target):
    """A model folder that may be spoilt."""
    shutil.copytree(MODEL, target)
    return target


if not shutil.which(PROGRAM):
    raise SystemExit(f"{PROGRAM} is not a program")

"""samples/people_in_video against what `brnpa annotate` says of the same video. Standard library only."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from pedestrians import PEDESTRIANS, ROOT, write_beginning  # noqa: E402

SAMPLE, PROGRAM, CLIP_TOOL = os.environ["PEOPLE_IN_VIDEO"], os.environ["BRNPA"], os.environ["CLIP_TOOL"]
MODELS = ROOT / "models"

THREE_SECONDS = 30  # frames


class PeopleInVideo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="brnpa-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    @staticmethod
    def run_sample(*arguments):
        return subprocess.run([SAMPLE, *map(str, arguments)], capture_output=True, text=True, check=False)

    def test_says_what_annotate_says(self):
        if not PEDESTRIANS:
            self.skipTest("the pedestrian video of opencv-doc is not there")
        for model in ("reid-live", "person-detector"):
            if not (MODELS / model / "model.json").exists():
                self.skipTest(f"there is no model {model}")
        clip = self.folder / "people.avi"
        beginning = write_beginning(self.folder / "beginning.avi", THREE_SECONDS)
        # Bare pixels: OpenCV and GStreamer decode everything else with small differences.
        subprocess.run([CLIP_TOOL, "make", f"filesrc location=\"{beginning}\" ! decodebin ! "
                        f"videoconvert ! video/x-raw,format=BGR ! avimux ! filesink location=\"{clip}\""], check=True)
        run = self.run_sample(MODELS, clip)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        seen = [(int(identity), float(first), float(last)) for identity, first, last
                in re.findall(r"^person (\d+): from ([\d.]+) s to ([\d.]+) s$", run.stdout, re.MULTILINE)]
        self.assertEqual(len(seen), len(run.stdout.splitlines()))

        results = self.folder / "results"
        subprocess.run([PROGRAM, "annotate", clip, "--output", results, "--formats", "jsonl"], check=True,
                       capture_output=True)
        times = {}
        for record in map(json.loads, (results / "records.jsonl").read_text().splitlines()):
            if record["identity"]:
                times.setdefault(record["identity"], []).append(record["pts_ns"] / 1e9)
        self.assertGreater(len(times), 2)
        # In three seconds nobody comes back after a second.
        self.assertEqual(sorted(seen), [(identity, min(own), max(own)) for identity, own in sorted(times.items())])

    def test_a_video_that_is_missing(self):
        run = self.run_sample(MODELS, self.folder / "none.avi")
        self.assertEqual(run.returncode, 3)
        self.assertIn("none.avi", run.stderr)

    def test_models_that_are_missing(self):
        if not PEDESTRIANS:
            self.skipTest("the pedestrian video of opencv-doc is not there")
        run = self.run_sample(self.folder, PEDESTRIANS)
        self.assertEqual(run.returncode, 3)
        self.assertIn(str(self.folder), run.stderr)


if __name__ == "__main__":
    unittest.main()

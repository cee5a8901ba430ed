"""samples/people_in_records.py on records written here and on those of `brnpa annotate`. Standard library only."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from pedestrians import PEDESTRIANS, ROOT, write_beginning  # noqa: E402

PROGRAM, CLIP_TOOL = os.environ["BRNPA"], os.environ["CLIP_TOOL"]
SAMPLE = ROOT / "samples" / "people_in_records.py"


def record(frame, identity, heights=(0.5, 0.5), **others):
    """At ten frames a second, looked at in this frame: parts at these heights of the box."""
    saliency = [{"centroid": [0.3, height], "spread": 0.2, "share": 0.5} for height in heights]
    return {"schema_version": 4, "frame": frame, "pts_ns": frame * 100_000_000, "track_id": identity or 1, "identity": identity,
            "name": None, "box": {"x": 0, "y": 0, "width": 10, "height": 20}, "detected": True, "confidence": 0.9,
            "distance": None, "runner_up": None, "looked": True, "saliency": saliency, **others}


class PeopleInRecords(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="brnpa-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.records = self.folder / "records.jsonl"

    def run_sample(self, *arguments):
        return subprocess.run([sys.executable, SAMPLE, *map(str, arguments)], capture_output=True, text=True,
                              check=False)

    def table_of(self, records):
        self.records.write_text("".join(json.dumps(one) + "\n" for one in records))
        run = self.run_sample(self.records)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return [line.split() for line in run.stdout.splitlines()[1:]]

    def test_a_line_for_each_person(self):
        table = self.table_of([record(0, None), record(3, 2, (0.1, 0.8)), record(3, 11, (0.7, 0.25)),
                               record(47, 2, (0.2, 0.6), name="Anna"),
                               record(50, 2, (0.9, 0.9), name="Anna", looked=False)])
        self.assertEqual(table, [["2", "Anna", "-", "0.3", "s", "5.0", "s", "3", "0.15", "0.70"],
                                 ["11", "-", "-", "0.3", "s", "0.3", "s", "1", "0.70", "0.25"]])

    def test_cameras_of_a_stream(self):
        table = self.table_of([record(0, 1, camera="yard", name="Anna", saliency=[]),
                               record(9, 1, camera="gate", name="Anna", saliency=[])])
        self.assertEqual(table, [["1", "Anna", "gate,", "yard", "0.0", "s", "0.9", "s", "2", "-"]])

    def test_somebody_new_who_turned_out_to_be_somebody_known(self):
        table = self.table_of([record(0, 1, (0.1, 0.1), track_id=1), record(20, 2, (0.3, 0.3), track_id=5),
                               record(30, 1, (0.5, 0.5), track_id=5), record(40, 1, (0.7, 0.7), track_id=5)])
        self.assertEqual(table, [["1", "-", "-", "0.0", "s", "4.0", "s", "4", "0.40", "0.40"]])

    def test_two_runs_in_one_file(self):
        table = self.table_of([record(frame, 1, track_id=1, name="Anna") for frame in range(5)] +
                              [record(frame, 2, track_id=1, name="Bert") for frame in range(5)])
        self.assertEqual([(row[1], row[7]) for row in table], [("Anna", "5"), ("Bert", "5")])

    def test_nobody(self):
        self.assertEqual(self.table_of([]), [])

    def test_what_it_cannot_read(self):
        for text, word in (('{"schema_version": 99}\n', "version 99"), ("no json\n", "records.jsonl"),
                           ('{"schema_version": 4}\n', "identity")):
            with self.subTest(text=text):
                self.records.write_text(text)
                run = self.run_sample(self.records)
                self.assertEqual(run.returncode, 1)
                self.assertEqual(len(run.stderr.splitlines()), 1)
                self.assertIn(word, run.stderr)
        self.assertIn("none.jsonl", self.run_sample(self.folder / "none.jsonl").stderr)
        self.assertIn("RECORDS.jsonl", self.run_sample().stderr)

    def test_the_records_of_annotate(self):
        if not PEDESTRIANS or not (ROOT / "models" / "reid-live" / "model.json").exists():
            self.skipTest("the pedestrian video of opencv-doc or the model is not there")
        clip, results = self.folder / "people.avi", self.folder / "results"
        beginning = write_beginning(self.folder / "beginning.avi", frames=15)
        subprocess.run([CLIP_TOOL, "make", f"filesrc location=\"{beginning}\" ! decodebin ! videoconvert ! jpegenc ! "
                        f"avimux ! filesink location=\"{clip}\""], check=True)
        subprocess.run([PROGRAM, "annotate", clip, "--output", results, "--formats", "jsonl"], check=True,
                       capture_output=True)
        run = self.run_sample(results / "records.jsonl")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        # The oracle is what annotate itself sums up: from when to the end of the last frame.
        people = json.loads((results / "summary.json").read_text())["people"]
        expected = [(str(person["identity"]), f"{person['in_view_ns'][0][0] / 1e9:.1f}",
                     f"{person['in_view_ns'][-1][1] / 1e9 - 0.1:.1f}") for person in people]
        self.assertGreater(len(expected), 2)
        lines = [line.split() for line in run.stdout.splitlines()[1:]]
        self.assertEqual([(line[0], line[3], line[5]) for line in lines], expected)
        # Three parts, inside the box, of all who were looked at since they were recognized.
        heights = [list(map(float, line[8:])) for line in lines if line[8:] != ["-"]]
        self.assertGreater(len(heights), 2)
        for three in heights:
            self.assertEqual(len(three), 3)
            self.assertTrue(0 < min(three) and max(three) < 1)


if __name__ == "__main__":
    unittest.main()

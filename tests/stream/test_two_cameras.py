"""Two clips of one laboratory as two cameras: who is in both has one identity. Standard library only."""
import json
import os
import pathlib
import subprocess
import unittest
from collections import Counter

from stream_case import PROGRAM, StreamCase

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("BRNPA_DATA", ROOT.parent / "shared" / "data"))
# EPFL's footage (Fleuret et al., PAMI 2008): the man in the dark sweater and beige trousers is in both, on the right of
# another one in the first, and alone in the second.
FIRST, SECOND = DATA / "video" / "Double1.mp4", DATA / "video" / "Single1.mp4"
MIDDLE = 480  # pixels; between the two men from BOTH_APART on
BOTH_APART = 30  # frame
NEAR = 200  # pixels of height; the chair in the back that is taken for somebody has half of that


@unittest.skipUnless(FIRST.exists() and SECOND.exists(),
                     "Double1.mp4 and Single1.mp4 are not on this machine; set BRNPA_DATA")
class TwoCameras(StreamCase):
    @staticmethod
    def identities(records, counts):
        """How often each identity is seen in the records that count."""
        return Counter(record["identity"] for record in records if record["identity"] and counts(record))

    def check(self, first, second):
        def is_right(record):
            return record["box"]["x"] + record["box"]["width"] / 2 > MIDDLE
        first = [record for record in first if record["frame"] >= BOTH_APART]
        right = self.identities(first, is_right)
        left = self.identities(first, lambda record: not is_right(record))
        man = right.most_common(1)[0][0]
        self.assertGreater(right[man], 50)
        self.assertGreater(sum(left.values()), 50)
        self.assertNotIn(man, left)
        again = self.identities(second, lambda record: record["box"]["height"] > NEAR)
        self.assertEqual(list(again), [man], f"in the second clip they are {again}")
        self.assertGreater(again[man], 80)

    def test_both_at_once(self):
        gallery = self.folder / "people.gallery"
        self.stream(f"one={FIRST}", f"two={SECOND}", "--gallery", gallery, "--records", self.records)
        records = self.read_records()
        of_camera = {camera: [r for r in records if r["camera"] == camera] for camera in ("one", "two")}
        # Where a track changes its identity, the earlier one was given up for it.
        last = {(r["camera"], r["track_id"]): r["identity"] for r in records if r["identity"]}
        for record in records:
            record["identity"] = last.get((record["camera"], record["track_id"]))
        self.check(of_camera["one"], of_camera["two"])

    def test_stream_then_annotate(self):
        gallery = self.folder / "people.gallery"
        self.stream(f"one={FIRST}", "--gallery", gallery, "--records", self.records)
        subprocess.run([PROGRAM, "annotate", SECOND, "--gallery", gallery, "--output", self.folder / "two", "--formats",
                        "jsonl", "--quiet"], check=True)
        second = (self.folder / "two" / "records.jsonl").read_text().splitlines()
        self.check(self.read_records(), [json.loads(line) for line in second])
        people = json.loads(subprocess.run([PROGRAM, "gallery", "list", gallery, "--json"], check=True,
                                           capture_output=True, text=True).stdout)["people"]
        cameras = [sorted(camera["camera"] for camera in person["cameras"]) for person in people]
        self.assertIn(["Single1", "one"], cameras)


if __name__ == "__main__":
    unittest.main()

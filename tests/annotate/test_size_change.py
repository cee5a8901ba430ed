"""Recordings whose frames change their size half way, as a camera's do whose resolution somebody sets."""
import json
import subprocess
import unittest

from annotate_case import CLIP_TOOL, PEDESTRIANS, PROGRAM, AnnotateCase

FRAMES = 30
SIZE = (768, 576)  # of vtest.avi


def overlap(one, other):
    """Intersection over union of two boxes of records.jsonl."""
    width = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    height = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    shared = max(0, width) * max(0, height)
    return shared / (one["width"] * one["height"] + other["width"] * other["height"] - shared)


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class SizeChange(AnnotateCase):
    def make_recording(self):
        """The same people twice, large and then at half the size."""
        recording = self.folder / "camera.ts"
        parts = [self.make_transport(f"{width}.ts", width, height) for width, height in (SIZE, (384, 288))]
        recording.write_bytes(b"".join(part.read_bytes() for part in parts))
        return recording

    def make_transport(self, name, width, height):
        people = self.make_people("people.avi", frames=FRAMES)
        path = self.folder / name
        subprocess.run([CLIP_TOOL, "make", f"filesrc location={people} ! decodebin ! videoconvert ! videoscale ! "
                        f"video/x-raw,width={width},height={height} ! x264enc bframes=0 ! mpegtsmux ! "
                        f"filesink location={path}"], check=True)
        return path

    def assert_told(self, run, recording):
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assert_one_sentence(run.stderr)
        for words in (str(recording), "768x576 to 384x288", f"frame {FRAMES};"):
            self.assertIn(words, run.stderr)

    def test_all_is_in_the_first_size(self):
        recording = self.make_recording()
        run = self.annotate(recording)
        self.assert_told(run, recording)
        records = self.assert_whole(self.output, frames=2 * FRAMES)
        film = self.probe(self.output / "annotated.mp4")
        self.assertEqual((film["width"], film["height"]), SIZE)
        summary = json.loads((self.output / "summary.json").read_text())
        self.assertEqual((summary["width"], summary["height"]), SIZE)
        self.assertIn("384x288", summary["warning"])
        # The oracle is the large half: the same people stand at the same places.
        boxes = {frame: [r["box"] for r in records if r["frame"] == frame and r["detected"]]
                 for frame in (FRAMES - 1, 2 * FRAMES - 1)}
        self.assertGreater(len(boxes[FRAMES - 1]), 2)
        again = [max((overlap(box, other) for other in boxes[2 * FRAMES - 1]), default=0) for box in boxes[FRAMES - 1]]
        self.assertGreater(sum(share > 0.6 for share in again), len(again) / 2, again)

    def test_detections_have_the_pixels_of_the_film(self):
        recording = self.make_recording()
        found = self.folder / "found.jsonl"
        run = subprocess.run([PROGRAM, "detect", recording, "--format", "jsonl", "--output", found], capture_output=True, text=True,
                             check=False)
        self.assert_told(run, recording)
        frames = [json.loads(line) for line in found.read_text().splitlines()]
        self.assertEqual({(f["width"], f["height"]) for f in frames}, {SIZE})
        self.annotate(recording)
        other = self.folder / "from detections"
        self.assert_told(self.annotate(recording, "--detections", found, output=other), recording)
        self.assertEqual((other / "tracks.txt").read_text(), (self.output / "tracks.txt").read_text())


if __name__ == "__main__":
    unittest.main()

"""What `brnpa detect` writes, and what `brnpa annotate` makes of it."""
import pathlib
import re
import signal
import subprocess
import time
import unittest

from annotate_case import PEDESTRIANS, PROGRAM, ROOT
from detect_case import DetectCase

try:
    import jsonschema
except ImportError:
    jsonschema = None

FRAMES = 21


class Shapes(DetectCase):
    """Clips without people: what matters is which frames are written where."""

    def test_json_lines_have_a_line_for_every_frame(self):
        clip = self.make_clip("clip.avi", frames=7)
        lines = self.detected([clip], "jsonl", self.folder / "a.jsonl")
        self.assertEqual([line["frame"] for line in lines], list(range(7)))
        self.assertEqual([line["pts_ns"] for line in lines], [40_000_000 * i for i in range(7)])
        for line in lines:
            self.assertEqual((line["source"], line["width"], line["height"]), (str(clip), 320, 240))
            self.assertEqual(line["detections"], [])

    def test_every_and_max_frames(self):
        clip = self.make_clip("clip.avi", frames=20)
        lines = self.detected([clip], "jsonl", self.folder / "a.jsonl", "--detect-every", 4, "--max-frames", 10)
        self.assertEqual([line["frame"] for line in lines], [0, 4, 8])

    def test_videos_and_pictures_together(self):
        inputs = [self.make_clip("clip.avi", frames=2), self.make_picture("a.png"), self.make_picture("b.jpg")]
        lines = self.detected(inputs, "jsonl", self.folder / "a.jsonl")
        self.assertEqual([(pathlib.Path(line["source"]).name, line["frame"], line["pts_ns"]) for line in lines],
                         [("clip.avi", 0, 0), ("clip.avi", 1, 40_000_000), ("a.png", 1, None), ("b.jpg", 2, None)])

    def test_several_videos_as_mot_are_files_in_a_folder(self):
        clips = [self.make_clip("one.avi", frames=2), self.make_clip("two.avi", frames=2)]
        self.assertEqual(self.detect(clips, "mot", self.output).returncode, 0)
        self.assertEqual(sorted(path.name for path in self.output.iterdir()), ["one.txt", "two.txt"])

    def test_to_the_terminal(self):
        clip = self.make_clip("clip.avi", frames=2)
        for form in ("jsonl", "coco", "mot"):
            whole = self.folder / form
            self.detected([clip], form, whole)
            run = self.detect([clip], form, "-")
            self.assertEqual((run.returncode, run.stderr, run.stdout), (0, "", whole.read_text()))
        self.assert_refused(self.detect([clip, self.make_clip("two.avi", frames=1)], "mot", "-"), 3, "folder")

    def test_folders(self):
        folder = self.folder / "archive"
        (folder / "b").mkdir(parents=True)
        for name, frames in (("a.avi", 1), ("b/c.avi", 2)):
            self.make_clip(f"archive/{name}", frames=frames)
        self.make_picture("archive/b/a.png")
        (folder / "notes.txt").touch()
        lines = self.detected([folder], "jsonl", self.folder / "a.jsonl")
        self.assertEqual([line["source"] for line in lines],
                         [str(folder / name) for name in ("a.avi", "b/a.png", "b/c.avi", "b/c.avi")])
        self.assert_refused(self.detect([folder], "mot", self.folder / "mot"), 3, "either videos or pictures")
        (folder / "empty").mkdir()
        self.assert_refused(self.detect([folder / "empty"], "jsonl", self.folder / "b.jsonl"), 3, folder / "empty")

    def test_nobody_is_said_and_is_no_error(self):
        run = self.detect([self.make_clip("clip.avi", frames=2)], "coco", self.folder / "a.json")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("Nobody was found", run.stdout)
        self.assertEqual(self.contents("coco", self.folder / "a.json"), [])

    def test_quiet(self):
        run = self.detect([self.make_clip("clip.avi", frames=2)], "mot", self.folder / "a.txt", "--quiet")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))

    def test_help_names_every_option(self):
        run = subprocess.run([PROGRAM, "detect", "--help"], capture_output=True, text=True, check=True)
        for option in ("--format", "--output", "--detector", "--detector-family", "--detector-size",
                       "--detector-class", "--score", "--detect-every", "--max-frames", "--overwrite", "--quiet", "Examples"):
            self.assertIn(option, run.stdout)
        self.assertLessEqual(max(map(len, run.stdout.splitlines())), 130)

    def test_interruption_keeps_the_frames_so_far(self):
        clip, output = self.make_clip("long.avi", frames=3000), self.folder / "a.jsonl"
        process = self.start_detect([clip], "jsonl", output)
        time.sleep(1)
        self.assertIsNone(process.poll(), "the clip is too short for this test")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assert_one_sentence(err)
        frames = int(re.search(r"first (\d+) frames?", err)[1])
        self.assertEqual(len(self.contents("jsonl", output)), frames)
        self.assertTrue(0 < frames < 3000)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["a.jsonl", "long.avi"])


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class People(DetectCase):
    def detect_people(self, form, name, *options):
        return self.detected([PEDESTRIANS], form, self.folder / name, "--max-frames", FRAMES, "--detect-every", 5,
                             "--detector", "hog", *options)

    def test_all_formats_tell_the_same(self):
        lines = self.detect_people("jsonl", "a.jsonl")
        self.assertEqual([line["frame"] for line in lines], [0, 5, 10, 15, 20])
        boxes = [(line["frame"], *one["box"].values(), one["confidence"])
                 for line in lines for one in line["detections"]]
        self.assertGreater(len(boxes), 10)
        mot = self.detect_people("mot", "a.txt")
        coco = self.detect_people("coco", "a.json")
        self.assertEqual((len(mot), len(coco)), (len(boxes), len(boxes)))
        for (frame, *box, score), row, entry in zip(boxes, mot, coco):
            self.assertEqual((row[0], row[1], row[7:]), (frame + 1, -1, [-1, -1, -1]))
            self.assertEqual((entry["image_id"], entry["category_id"]), (frame // 5 + 1, 1))
            self.assertEqual((entry["bbox"], entry["score"]), (box, score))
            for written, value in zip(row[2:6], box):
                self.assertAlmostEqual(written, value, delta=0.0051)
            self.assertAlmostEqual(row[6], score, delta=0.000051)

    @unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
    def test_json_lines_fit_their_schema(self):
        import json
        schema = json.loads((ROOT / "pipelines" / "reid" / "docs" / "detections.schema.json").read_text())
        for line in self.detect_people("jsonl", "a.jsonl"):
            jsonschema.validate(line, schema)

    def test_annotate_with_stored_detections_is_annotate_with_the_detector(self):
        stored = self.folder / "a.jsonl"
        self.detect_people("jsonl", stored.name)
        limit = ["--max-frames", FRAMES]
        run = self.annotate(PEDESTRIANS, *limit, "--detector", "hog", "--detect-every", 5, output=self.folder / "live")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        run = self.annotate(PEDESTRIANS, *limit, "--detections", stored, output=self.folder / "again")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        for name in ("tracks.txt", "records.jsonl"):
            live = (self.folder / "live" / name).read_bytes()
            self.assertGreater(len(live), 0)
            self.assertEqual((self.folder / "again" / name).read_bytes(), live)

    def test_annotate_takes_mot(self):
        stored = self.folder / "a.txt"
        self.detect_people("mot", stored.name)
        run = self.annotate(PEDESTRIANS, "--max-frames", FRAMES, "--detections", stored)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertGreater(len(self.assert_whole(self.output, frames=FRAMES)), 0)


if __name__ == "__main__":
    unittest.main()

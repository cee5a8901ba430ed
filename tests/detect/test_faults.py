"""Inputs, options and files of detections that do not fit: one sentence, the right exit code, no half result."""
import json
import subprocess
import unittest

from annotate_case import PROGRAM
from detect_case import DetectCase

USAGE, INPUT, RESOURCE = 2, 3, 4


class Detect(DetectCase):
    def test_usage(self):
        clip = self.make_clip("clip.avi", frames=2)
        for words in (["--unknown"], ["--detector-size", "big"], ["--detector-family", "yolo"], ["--score", "high"],
                      ["--detect-every", "0"], ["--max-frames", "0"]):
            with self.subTest(words=words):
                self.assert_refused(self.detect([clip], "mot", self.folder / "a.txt", *words), USAGE,
                                    words[0].lstrip("-"), "brnpa detect --help")
        self.assert_refused(self.detect([clip], "xml", self.folder / "a.txt"), USAGE, "--format")
        self.assert_refused(subprocess.run([PROGRAM, "detect"], capture_output=True, text=True, check=False), USAGE)

    def test_inputs(self):
        clip, picture = self.make_clip("clip.avi", frames=2), self.make_picture("a.png")
        letter = self.folder / "letter.mp4"
        letter.write_text("Dear reader")
        cut = self.folder / "cut.png"
        cut.write_bytes(picture.read_bytes()[:100])
        output = self.folder / "out"
        for inputs, word in (([self.folder / "none.mp4"], "none.mp4"), ([letter], letter),
                             ([clip, picture], "--format mot"), ([clip, clip], "clip.txt")):
            with self.subTest(inputs=inputs):
                self.assert_refused(self.detect(inputs, "mot", output), INPUT, word)
                self.assertFalse(output.is_file())
        run = self.detect([cut], "mot", output)
        self.assertEqual(run.returncode, INPUT)
        self.assert_one_sentence(run.stderr.splitlines()[-1])  # libpng says a word of its own before
        self.assertIn(str(cut), run.stderr)
        self.assertFalse(output.is_file())

    def test_outputs(self):
        clip, other = self.make_clip("clip.avi", frames=2), self.make_clip("other.avi", frames=2)
        old = self.folder / "old.json"
        old.write_text("[]")
        self.assert_refused(self.detect([clip], "coco", old), INPUT, old, "--overwrite")
        self.assertEqual(self.detect([clip], "coco", old, "--overwrite").returncode, 0)
        self.assert_refused(self.detect([clip], "coco", self.folder), INPUT, self.folder, "file")
        self.assert_refused(self.detect([clip, other], "mot", old, "--overwrite"), INPUT, old, "folder")
        self.assert_refused(self.detect([clip], "coco", self.folder / "no" / "a.json"), RESOURCE, "a.json")

    def test_detectors(self):
        clip, output = self.make_clip("clip.avi", frames=2), self.folder / "a.txt"
        empty, letter, darknet = self.folder / "empty", self.folder / "letter.onnx", self.folder / "alone.cfg"
        empty.mkdir()
        letter.write_text("Dear reader")
        darknet.write_text("[net]\nwidth=32\nheight=32\n")
        for options, word in ((["--detector", "yolo"], "yolo"), (["--detector", letter], letter),
                              (["--detector", empty], "model.json"), (["--detector", darknet], "alone.weights"),
                              (["--detector", "hog", "--detector-size", "64x64"], "hog"),
                              (["--detector", "reid-live"], "task")):
            with self.subTest(options=options):
                self.assert_refused(self.detect([clip], "mot", output, *options), INPUT, word)
                self.assertFalse(output.exists())


class Stored(DetectCase):
    """brnpa annotate --detections with a file that does not fit the video."""

    def setUp(self):
        super().setUp()
        self.clip = self.make_clip("clip.avi", frames=10)
        self.stored = self.folder / "a.jsonl"
        self.detected([self.clip], "jsonl", self.stored)

    def refuse(self, path, *words, clip=None, options=()):
        run = self.annotate(clip or self.clip, "--detections", path, *options)
        self.assert_refused(run, INPUT, path, *words)
        self.assertFalse(self.output.exists())

    def test_it_fits(self):
        run = self.annotate(self.clip, "--detections", self.stored)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assert_whole(self.output, frames=10)

    def test_missing_or_no_detections(self):
        self.refuse(self.folder / "none")
        letter = self.folder / "letter.txt"
        letter.write_text("Dear reader\n")
        self.refuse(letter, ":1")

    def test_frames_of_another_size(self):
        self.refuse(self.stored, "320 x 240", "160 x 120", clip=self.make_clip("small.avi", size=(160, 120)))

    def test_a_longer_video(self):
        self.refuse(self.stored, "frame 9", "frame 10", clip=self.make_clip("longer.avi", frames=20))

    def test_another_rhythm(self):
        every = self.folder / "every.jsonl"
        self.detected([self.clip], "jsonl", every, "--detect-every", 3)
        self.refuse(every, "multiple of 3", options=["--detect-every", "2"])

    def test_boxes_outside_the_picture(self):
        mot = self.folder / "mot.txt"
        mot.write_text("1,-1,1000,10,20,40,1,-1,-1,-1\n")
        self.refuse(mot, "320 x 240")

    def test_a_shorter_video_is_a_warning(self):
        run = self.annotate(self.make_clip("shorter.avi", frames=5), "--detections", self.stored)
        self.assertEqual(run.returncode, 0)
        self.assert_one_sentence(run.stderr)
        self.assertIn("frame 4", run.stderr)
        self.assert_whole(self.output, frames=5)

    def test_several_sources_and_none_of_this_name(self):
        lines = [json.loads(line) for line in self.stored.read_text().splitlines()]
        for line, name in zip(lines, ("b.avi", "c.avi")):
            line["source"] = name
        self.stored.write_text("".join(json.dumps(line) + "\n" for line in lines[:2]))
        self.refuse(self.stored, "clip.avi")

    def test_not_together_with_a_detector(self):
        run = self.annotate(self.clip, "--detections", self.stored, "--detector", "hog")
        self.assert_refused(run, USAGE, "--detector")


if __name__ == "__main__":
    unittest.main()

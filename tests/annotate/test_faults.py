"""Inputs, options and machines that are not as they should be: one sentence, the right exit code, no half result."""
import hashlib
import json
import os
import subprocess
import unittest

from annotate_case import CLIP_TOOL, MODEL, PROGRAM, AnnotateCase, copy_model

USAGE, INPUT, RESOURCE = 2, 3, 4


class Usage(AnnotateCase):
    def test_wrong_options(self):
        clip = self.make_clip("clip.avi", frames=2)
        for words in (["--unknown"], ["--detect-every", "0"], ["--detect-every", "often"], ["--threshold", "nan"],
                      ["--false-accept-rate", "2"], ["--normalize", "none"], ["--detector-family", "yolo"],
                      ["--max-frames", "0"], ["--snapshot", "picture.xyz"], ["--detect-every"], ["--jobs", "0"], ["--formats", "mp4,gif"],
                      ["--recorded-at", "2026-01-02", "second.avi", "--gallery", "g"],
                      ["--recorded-at", "yesterday", "--gallery", "g"],
                      ["--jobs", "2", "--resume", "--gallery", "g"],
                      ["--threshold", "0.1", "--false-accept-rate", "0.1"]):
            with self.subTest(words=words):
                self.assert_refused(self.annotate(clip, *words), USAGE, words[0].lstrip("-"), "--help")
                self.assertFalse(self.output.exists())

    def test_missing_words(self):
        for words in ([], ["annotate"], ["annotate", "a.avi"], ["annotate", "--output", "there"], ["fly"],
                      ["--fast"]):
            with self.subTest(words=words):
                run = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
                self.assert_refused(run, USAGE, "--help")


class Input(AnnotateCase):
    def refuse(self, clip, *words):
        run = self.annotate(clip)
        self.assert_refused(run, INPUT, clip, *words)
        self.assertFalse(self.output.exists())

    def test_missing_file(self):
        self.refuse(self.folder / "none.mp4")

    def test_text_file_with_the_name_of_a_video(self):
        letter = self.folder / "letter.mp4"
        letter.write_text("Dear reader,\nthis is a letter.\n" * 100)
        self.refuse(letter)

    def test_empty_file(self):
        empty = self.folder / "empty.mp4"
        empty.touch()
        self.refuse(empty)

    def test_folder_without_videos(self):
        (self.folder / "letter.txt").touch()
        self.refuse(self.folder, "no video")

    def test_sound_only(self):
        sound = self.folder / "sound.mp4"
        subprocess.run([CLIP_TOOL, "make", "audiotestsrc num-buffers=40 ! avenc_aac ! mp4mux ! "
                        f"filesink location={sound}"], check=True)
        self.refuse(sound, "no video stream")

    def test_mp4_that_lost_its_end_and_with_it_its_index(self):
        clip = self.make_clip("clip.mp4", encode="x264enc ! mp4mux")
        os.truncate(clip, clip.stat().st_size // 2)
        self.refuse(clip)

    def test_cut_short_gives_the_frames_that_are_there_and_a_warning(self):
        for name, encode in (("clip.mp4", "x264enc key-int-max=10 ! mp4mux faststart=true"),
                             ("clip.avi", "jpegenc ! avimux")):
            with self.subTest(name=name):
                clip = self.make_clip(name, frames=100, size=(160, 120), pattern="snow", encode=encode)
                os.truncate(clip, clip.stat().st_size // 2)
                output = self.folder / f"results of {name}"
                run = self.annotate(clip, output=output)
                self.assertEqual(run.returncode, 0)
                self.assert_one_sentence(run.stderr)
                self.assertIn(str(clip), run.stderr)
                self.assert_whole(output)
                frames = len(self.probe(output / "annotated.mp4")["pts_ns"])
                self.assertIn(f"{frames} frames", run.stderr)
                self.assertTrue(30 < frames < 70, frames)

    def test_what_is_wrong_behind_the_last_frame_that_is_wanted_is_nobodys_concern(self):
        clip = self.make_clip("short.avi", frames=100, size=(160, 120), pattern="snow", encode="jpegenc ! avimux")
        os.truncate(clip, clip.stat().st_size // 2)
        run = self.annotate(clip, "--max-frames", 20, "--detect-every", 20)  # which announces 20 frames and more ahead
        self.assertEqual((run.returncode, run.stderr), (0, ""))


class Output(AnnotateCase):
    def test_folders_that_cannot_be_made(self):
        clip = self.make_clip("clip.avi", frames=5)
        (self.folder / "file").touch()
        for output, code in ((self.folder / "file", INPUT), (self.folder / "file" / "results", RESOURCE),
                             ("/proc/results", RESOURCE), ("/dev/full/results", RESOURCE)):
            with self.subTest(output=output):
                self.assert_refused(self.annotate(clip, output=output), code, output)

    def test_full_disk(self):
        clip = self.make_clip("clip.avi", frames=100, pattern="snow")
        self.assert_refused(self.annotate(clip, file_limit=200_000), RESOURCE, "annotated.mp4")
        self.assertFalse(self.output.exists())

    def test_full_disk_keeps_older_results(self):
        self.annotate(self.make_clip("short.avi", frames=3))
        clip = self.make_clip("clip.avi", frames=100, pattern="snow")
        self.assert_refused(self.annotate(clip, "--overwrite", file_limit=200_000), RESOURCE)
        self.assert_whole(self.output, frames=3)

    def test_snapshot_into_a_folder_that_is_missing_is_found_before_the_work(self):
        clip = self.make_clip("clip.avi", frames=5)
        run = self.annotate(clip, "--snapshot", self.folder / "missing" / "best.png")
        self.assert_refused(run, RESOURCE, "best.png")
        self.assertFalse(self.output.exists())


class Model(AnnotateCase):
    def setUp(self):
        super().setUp()
        self.clip = self.make_clip("clip.avi", frames=2)
        self.model = self.folder / "model"

    def refuse(self, *words):
        self.assert_refused(self.annotate(self.clip, model=self.model), INPUT, *words)
        self.assertFalse(self.output.exists())

    def change(self, **values):
        described = json.loads((self.model / "model.json").read_text())
        described.update(values)
        (self.model / "model.json").write_text(json.dumps(described))

    def replace_network(self, content):
        """With the right checksum, so that the network itself is what is wrong."""
        (self.model / "model.onnx").write_bytes(content)
        self.change(sha256=hashlib.sha256(content).hexdigest())

    def test_missing_folder(self):
        self.refuse(self.model)

    def test_missing_files(self):
        for name in ("model.json", "model.onnx"):
            with self.subTest(name=name):
                self.model = copy_model(self.folder / f"without {name}")
                (self.model / name).unlink()
                self.refuse(name)

    def test_text_that_is_no_json(self):
        copy_model(self.model)
        (self.model / "model.json").write_text('{"schema_version": 1,')
        self.refuse("model.json")

    def test_json_of_another_kind(self):
        copy_model(self.model)
        self.change(input="64x128")
        self.refuse("input")

    def test_later_schema(self):
        copy_model(self.model)
        self.change(schema_version=2)
        self.refuse("schema_version")

    def test_checksum(self):
        copy_model(self.model)
        with (self.model / "model.onnx").open("ab") as network:
            network.write(b"x")
        self.refuse("model.onnx")

    def test_network_cut_short(self):
        copy_model(self.model)
        whole = (MODEL / "model.onnx").read_bytes()
        self.replace_network(whole[:len(whole) // 2])
        self.refuse("model.onnx")

    def test_network_that_is_noise(self):
        copy_model(self.model)
        self.replace_network(bytes((i * i * 31 + i // 7) % 256 for i in range(10000)))
        self.refuse("model.onnx")

    def test_no_threshold(self):
        copy_model(self.model)
        self.change(thresholds=[])
        self.refuse("--threshold")
        self.assertEqual(self.annotate(self.clip, "--threshold", 0.2, model=self.model).returncode, 0)


if __name__ == "__main__":
    unittest.main()

"""What `brnpa annotate` makes of a video."""
import collections
import re
import shutil
import subprocess
import unittest

from annotate_case import MODEL, PEDESTRIANS, PROGRAM, AnnotateCase

FRAMES = 60


class Film(AnnotateCase):
    def test_has_the_frames_the_size_and_the_times_of_the_input(self):
        clip = self.make_clip("clip.mp4", frames=30, size=(322, 242), rate="30000/1001", encode="x264enc ! mp4mux")
        run = self.annotate(clip)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assert_whole(self.output, frames=30)
        film = self.probe(self.output / "annotated.mp4")
        self.assertEqual((film["width"], film["height"]), (322, 242))
        for found, wanted in zip(film["pts_ns"], self.probe(clip)["pts_ns"]):
            self.assertAlmostEqual(found, wanted, delta=1_000_000)

    def test_plays_in_a_browser(self):
        self.annotate(self.make_clip("clip.avi"))
        film = self.probe(self.output / "annotated.mp4")
        self.assertEqual(film["pixel_format"], "I420")
        self.assertIn(film["profile"], ("high", "main"))
        self.assertTrue(film["index_in_front"])

    @unittest.skipUnless(shutil.which("ffprobe"), "ffprobe is not installed")
    def test_another_library_sees_the_same(self):
        self.annotate(self.make_clip("clip.avi"))
        seen = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-of", "csv=p=0", "-show_entries",
                               "stream=codec_name,pix_fmt,nb_read_frames", self.output / "annotated.mp4"],
                              check=True, capture_output=True, text=True).stdout
        self.assertEqual(seen.strip(), "h264,yuv420p,30")

    def test_odd_sides_are_made_even(self):
        self.annotate(self.make_clip("clip.avi", frames=5, size=(161, 121)))
        film = self.probe(self.output / "annotated.mp4")
        self.assertEqual((film["width"], film["height"]), (162, 122))

    def test_paths_with_spaces_and_other_letters(self):
        clip = self.make_clip("clip.avi", frames=5)
        odd = clip.rename(self.folder / "straße 100% #1?.avi")
        output = self.folder / "ein Ordner" / "ergebnis é"
        self.assertEqual(self.annotate(odd, output=output).returncode, 0)
        self.assert_whole(output, frames=5)


class Options(AnnotateCase):
    def test_max_frames(self):
        self.assertEqual(self.annotate(self.make_clip("clip.avi"), "--max-frames", 7).returncode, 0)
        self.assert_whole(self.output, frames=7)

    def test_older_results_are_kept_unless_overwrite(self):
        clip = self.make_clip("clip.avi", frames=5)
        self.annotate(clip)
        self.assert_refused(self.annotate(clip, "--max-frames", 2), 3, self.output, "--overwrite")
        self.assert_whole(self.output, frames=5)
        self.assertEqual(self.annotate(clip, "--max-frames", 2, "--overwrite").returncode, 0)
        self.assert_whole(self.output, frames=2)

    def test_quiet(self):
        run = self.annotate(self.make_clip("clip.avi", frames=5), "--quiet")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))

    def test_summary_tells_what_and_where(self):
        run = self.annotate(self.make_clip("clip.avi", frames=5))
        self.assertRegex(run.stdout, r"\n5 frames in .*tracks, .*identit")
        self.assertIn(f"Results in {self.output}", run.stdout)

    def test_version(self):
        run = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
        self.assertRegex(run.stdout, r"^brnpa \d+\.\d+\.\d+ \(OpenCV \d\S+, GStreamer 1\.\S+\)\n$")

    def test_help_names_every_option(self):
        run = subprocess.run([PROGRAM, "annotate", "--help"], capture_output=True, text=True, check=True)
        for option in ("--output", "--model", "--detector", "--detector-family", "--detector-size", "--detections",
                       "--detect-every", "--look-every", "--normalize", "--threshold",
                       "--false-accept-rate", "--max-frames", "--snapshot", "--overwrite", "--quiet", "--formats",
                       "--jobs", "--resume", "--anonymise"):
            self.assertIn(option, run.stdout)


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class People(AnnotateCase):
    def run_pedestrians(self, name, *options):
        output = self.folder / name
        run = self.annotate(PEDESTRIANS, "--max-frames", FRAMES, *options, output=output)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return output, self.assert_whole(output, frames=FRAMES), run.stdout

    def test_records_fit_the_video_and_are_the_same_every_time(self):
        snapshot = self.folder / "best.png"
        output, records, summary = self.run_pedestrians("first", "--snapshot", snapshot)
        self.check_records(records)
        self.check_summary(summary, records)
        self.check_painting(output / "annotated.mp4", records)
        most = max(collections.Counter(record["frame"] for record in records).values())
        self.assertIn(f"Snapshot with {most} people", summary)
        self.assertTrue(snapshot.read_bytes().startswith(b"\x89PNG"))

        again, _, _ = self.run_pedestrians("second", "--normalize", "joint")
        for name in ("records.jsonl", "tracks.txt"):
            self.assertEqual((again / name).read_bytes(), (output / name).read_bytes())

    def check_records(self, records):
        self.assertGreaterEqual(len({record["track_id"] for record in records}), 2)
        self.assertTrue(any(record["identity"] for record in records))
        seen = set()
        for record in records:
            self.assertEqual(record["pts_ns"], record["frame"] * 100_000_000)  # ten frames a second
            box = record["box"]
            self.assertGreaterEqual(min(box["x"], box["y"]), 0)
            self.assertLessEqual(box["x"] + box["width"], 768 + 0.01)
            self.assertLessEqual(box["y"] + box["height"], 576 + 0.01)
            self.assertAlmostEqual(sum(part["share"] for part in record["saliency"]), 1, delta=0.01)
            if record["identity"] is not None:
                self.assertNotIn((record["frame"], record["identity"]), seen, "nobody is in a frame twice")
                seen.add((record["frame"], record["identity"]))

    def check_summary(self, summary, records):
        tracks = len({record["track_id"] for record in records})
        identities = len({record["identity"] for record in records} - {None})
        numbers = re.search(r"(\d+) tracks?, (\d+) identit", summary)
        self.assertEqual((int(numbers[1]), int(numbers[2])), (tracks, identities))

    def check_painting(self, film, records):
        """Inside a box the picture has changed, in a corner without people it has not (but for the encoder's losses)."""
        record = max(records, key=lambda record: record["box"]["width"] * record["box"]["height"])
        before, after = self.frame(PEDESTRIANS, record["frame"]), self.frame(film, record["frame"])
        self.assertEqual(len(before), 768 * 576 * 3)

        def change(left, top, width, height):
            total = 0
            for row in range(int(top), int(top + height)):
                cells = slice(3 * (768 * row + int(left)), 3 * (768 * row + int(left + width)))
                total += sum(abs(a - b) for a, b in zip(before[cells], after[cells]))
            return total / (3 * int(width) * int(height))

        self.assertGreater(change(*record["box"].values()), 15)
        self.assertLess(change(0, 476, 100, 100), 6)

    def test_threshold_decides_who_is_the_same(self):
        """At 0 nobody is recognized, so a track and an identity are one; at the largest distance everybody is."""
        _, strict, _ = self.run_pedestrians("strict", "--threshold", 0, "--detect-every", 2)
        _, loose, _ = self.run_pedestrians("loose", "--threshold", 2, "--detect-every", 2)
        named = {(r["track_id"], r["identity"]) for r in strict if r["identity"] is not None}
        self.assertGreaterEqual(len(named), 2)
        self.assertEqual(len(named), len({identity for _, identity in named}))
        people = collections.Counter(r["frame"] for r in loose)
        self.assertLessEqual(len({r["identity"] for r in loose} - {None}), max(people.values()))


if __name__ == "__main__":
    print("model:", MODEL)
    unittest.main()

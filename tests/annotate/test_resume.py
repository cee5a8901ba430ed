"""Killed at any moment and begun again with the same command, a run ends as if nothing had happened."""
import json
import random
import re
import signal
import subprocess
import time
import unittest

from annotate_case import PEDESTRIANS, PROGRAM, AnnotateCase

NAMES = ["a", "b", "c"]
CHANGES = ["identity", "videoflip video-direction=horiz", "videobalance brightness=0.1"]
RECORDS = ["records.jsonl", "tracks.txt", "people.vtt", "coco.json"]
KILLS = 4


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class Resume(AnnotateCase):
    def setUp(self):
        super().setUp()
        for name, change in zip(NAMES, CHANGES):
            self.make_people(f"archive/{name}.avi", frames=8, change=change)
        self.archive = self.folder / "archive"

    @staticmethod
    def options(gallery=None):
        words = ["--resume", "--formats", "mp4,jsonl,mot,vtt,coco,html"]
        return words + ["--gallery", gallery] if gallery else words

    def records(self, output):
        return {(name, file): (output / name / file).read_bytes() for name in NAMES for file in RECORDS}

    def kill_until_done(self, options, longest):
        """Kills at random moments, so that over the days every moment has its turn. Returns how often."""
        chance = random.Random()
        kills = 0
        while kills < KILLS:
            process = subprocess.Popen(self.command(self.archive, *options), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, text=True)
            try:
                _, err = process.communicate(timeout=chance.uniform(0.1, 1) * longest / 2)
                self.assertEqual((process.returncode, err), (0, ""))
                return kills
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
        run = self.annotate(self.archive, *options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return kills

    def run_straight_and_killed(self, galleries=(None, None)):
        """Two runs of one command, one of them killed now and then, end alike."""
        begin = time.monotonic()
        straight = self.folder / "straight"
        run = self.annotate(self.archive, *self.options(galleries[0]), output=straight)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        kills = self.kill_until_done(self.options(galleries[1]), time.monotonic() - begin)
        self.assertGreater(kills, 0)
        self.assertEqual(self.records(self.output), self.records(straight))
        pages = [(output / "report.html").read_text() for output in (self.output, straight)]
        self.assertEqual(*(re.search('id="data">(.*?)</script>', page).group(1) for page in pages))
        for name in NAMES:
            self.assertEqual(*(sorted(path.name for path in (output / name).iterdir())
                               for output in (self.output, straight)))

    def test_killed_run_ends_with_the_same_records(self):
        self.run_straight_and_killed()

    def test_a_gallery_learns_every_video_once(self):
        galleries = [self.folder / f"{name}.gallery" for name in ("straight", "killed")]
        self.run_straight_and_killed(galleries)
        people = []
        for gallery in galleries:
            run = subprocess.run([PROGRAM, "gallery", "list", gallery, "--json"], check=True, capture_output=True,
                                 text=True)
            people.append([(person["identity"], person["pictures"], person["visits"])
                           for person in json.loads(run.stdout)["people"]])
        self.assertGreater(len(people[0]), 0)
        self.assertEqual(*people)

    def test_finished_videos_are_left_alone(self):
        options = self.options()
        self.assertEqual(self.annotate(self.archive, *options).returncode, 0)
        for file in (self.output / "b").iterdir():
            file.unlink()
        before = {path: path.stat().st_mtime_ns for name in "ac" for path in (self.output / name).iterdir()}
        run = self.annotate(self.archive, *options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("a.avi: done by an earlier run", run.stdout)
        self.assertRegex(run.stdout, r"b\.avi: 8 frames in")
        self.assertEqual({path: path.stat().st_mtime_ns for path in before}, before)
        self.assertIn("3 of 3 videos done", run.stdout)
        # With other options they are not this command's results.
        run = self.annotate(self.archive, *options, "--look-every", 1)
        self.assertEqual(run.returncode, 3)
        self.assertEqual(len(run.stderr.splitlines()), 3)
        self.assertIn("--overwrite", run.stderr)
        self.assertEqual({path: path.stat().st_mtime_ns for path in before}, before)

    def test_what_the_detector_said_is_kept(self):
        clip = self.make_people("archive/d.avi", frames=25)
        journal, words = self.output / ".detections", ["--resume", "--formats", "jsonl"]

        def lines():
            return journal.read_text().splitlines(keepends=True) if journal.exists() else []

        def kill_after(count):
            process = self.start(clip, *words)
            while len(lines()) < count:
                self.assertIsNone(process.poll())
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return [line for line in lines() if line.endswith("\n")]

        first = kill_after(4)
        second = kill_after(len(first) + 3)
        self.assertEqual(second[:len(first)], first)
        self.assertEqual(self.annotate(clip, *words).returncode, 0)
        self.assertFalse(journal.exists())
        self.annotate(clip, *words, output=self.folder / "straight")
        self.assertEqual((self.output / "records.jsonl").read_bytes(),
                         (self.folder / "straight" / "records.jsonl").read_bytes())

    def test_one_video(self):
        clip = self.archive / "a.avi"
        self.assertEqual(self.annotate(clip, "--resume").returncode, 0)
        before = (self.output / "records.jsonl").stat().st_mtime_ns
        run = self.annotate(clip, "--resume")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("nothing left to do", run.stdout)
        self.assertEqual((self.output / "records.jsonl").stat().st_mtime_ns, before)


if __name__ == "__main__":
    unittest.main()

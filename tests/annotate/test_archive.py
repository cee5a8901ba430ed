"""Many videos and folders in one run."""
import os
import re
import shutil
import signal
import time
import unittest

from annotate_case import PEDESTRIANS, AnnotateCase

FAST = ["--detect-every", "1000", "--formats", "jsonl"]


class Archive(AnnotateCase):
    def setUp(self):
        super().setUp()
        self.archive = self.folder / "archive"
        self.archive.mkdir()

    def fill(self, *names, frames=3):
        clip = self.make_clip("one.avi", frames=frames)
        for name in names:
            (self.archive / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(clip, self.archive / name)
        clip.unlink()

    def found(self):
        """The folders with results, seen from the output folder."""
        return sorted(str(path.parent.relative_to(self.output)) for path in self.output.rglob("summary.json"))


class Folders(Archive):
    def test_every_video_below_a_folder_gets_a_folder_of_the_same_name(self):
        self.fill("b/0900.avi", "b/1000.avi", "a/0900.avi", "door.avi", ".hidden.avi")
        (self.archive / "letter.txt").write_text("Dear reader")
        run = self.annotate(self.archive)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(self.found(), ["a/0900", "b/0900", "b/1000", "door"])
        for name in self.found():
            self.assert_whole(self.output / name, frames=3)
        self.assertEqual(sorted(path.name for path in self.output.iterdir()), ["a", "b", "door", "report.html"])
        order = re.findall(r"^\d of 4  (\S+): 3 frames", run.stdout, re.MULTILINE)
        self.assertEqual(order, ["a/0900.avi", "b/0900.avi", "b/1000.avi", "door.avi"])
        table = run.stdout[run.stdout.index("\nvideo "):]
        for name in order:
            self.assertRegex(table, rf"\n{name} +3 ")
        self.assertIn("4 of 4 videos done", table)

    def test_a_second_run_with_the_output_inside_finds_the_same_videos(self):
        self.fill("a.avi")
        self.output = self.archive / "results"
        for options in ([], ["--overwrite"]):
            self.assertEqual(self.annotate(self.archive, *FAST[:2], *options).returncode, 0)
            self.assertEqual(self.found(), ["a"])

    def test_names_that_clash_are_refused_before_the_work(self):
        self.fill("a/x.avi", "b/x.avi")
        run = self.annotate([self.archive / "a" / "x.avi", self.archive / "b" / "x.avi"])
        self.assert_refused(run, 3, self.archive / "a" / "x.avi", self.archive / "b" / "x.avi")
        self.assertFalse(self.output.exists())

    def test_older_results_are_refused_before_the_work(self):
        self.fill("a.avi", "b.avi")
        self.assertEqual(self.annotate(self.archive / "b.avi", *FAST, output=self.output / "b").returncode, 0)
        before = (self.output / "b" / "summary.json").stat().st_mtime_ns
        self.assert_refused(self.annotate(self.archive), 3, self.output / "b", "--resume", "--overwrite")
        self.assertEqual(self.found(), ["b"])
        self.assertEqual((self.output / "b" / "summary.json").stat().st_mtime_ns, before)


class Faults(Archive):
    def test_what_fails_is_told_and_the_others_are_done(self):
        self.fill("a.avi", "c.avi", "cut.avi", frames=30)
        (self.archive / "broken").mkdir()
        (self.archive / "broken" / "b.mp4").write_text("Dear reader,\n" * 100)
        os.truncate(self.archive / "cut.avi", (self.archive / "cut.avi").stat().st_size // 2)
        missing = self.folder / "missing.avi"
        run = self.annotate([self.archive, missing], *FAST)
        self.assertEqual(run.returncode, 3)
        sentences = run.stderr.splitlines()
        self.assertEqual(len(sentences), 3, run.stderr)
        for sentence, path in zip(sentences, (self.archive / "broken" / "b.mp4", self.archive / "cut.avi", missing)):
            self.assert_one_sentence(sentence)
            self.assertIn(str(path), sentence)
        self.assertEqual(self.found(), ["a", "c", "cut"])
        self.assertFalse((self.output / "broken").exists())
        self.assertRegex(run.stdout, r"\ncut\.avi +\d+ .*damaged")
        self.assertRegex(run.stdout, r"\nbroken/b\.mp4 +could not be done")
        self.assertIn("3 of 5 videos done", run.stdout)

    def test_nothing_is_left_where_all_fail(self):
        for name in ("a.mp4", "b/c.mp4"):
            (self.archive / name).parent.mkdir(exist_ok=True)
            (self.archive / name).touch()
        self.assertEqual(self.annotate(self.archive).returncode, 3)
        self.assertFalse(self.output.exists())

    def test_a_machine_that_fails_ends_the_run_and_keeps_what_is_done(self):
        self.fill("a.avi")
        self.make_clip("archive/b.avi", frames=100, pattern="snow")
        self.fill("c.avi")
        run = self.annotate(self.archive, "--detect-every", "1000", "--formats", "mp4,jsonl", file_limit=400_000)
        self.assert_refused(run, 4, "annotated.mp4")
        self.assertEqual(self.found(), ["a"])
        self.assertFalse((self.output / "b").exists())

    def test_ctrl_c_keeps_the_frames_so_far_and_resume_does_the_rest(self):
        self.fill("a.avi")
        self.make_clip("archive/b.avi", frames=12000)  # seconds, on any machine
        self.fill("c.avi")
        process = self.start(self.archive, *FAST)
        while not (self.output / "b" / ".unfinished").exists():
            self.assertIsNone(process.poll())
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 130)
        self.assertIn("2 videos are left to do", err)
        self.assertEqual(self.found(), ["a", "b"])
        shorter = self.make_clip("archive/b.avi", frames=3)  # the rest would take long
        self.assertTrue(shorter.exists())
        run = self.annotate(self.archive, *FAST, "--resume")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("a.avi: done by an earlier run", run.stdout)
        self.assertEqual(self.found(), ["a", "b", "c"])


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class Jobs(Archive):
    def test_several_at_once_give_the_same_records(self):
        for name, change in (("a.avi", "identity"), ("b.avi", "videoflip video-direction=horiz"),
                             ("c.avi", "videobalance brightness=0.1")):
            self.make_people(f"archive/{name}", frames=8, change=change)
        records = []
        for jobs in (1, 3):
            output = self.folder / str(jobs)
            run = self.annotate(self.archive, "--jobs", jobs, "--formats", "jsonl,mot", output=output)
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            records.append([(output / name / "records.jsonl").read_bytes() for name in "abc"])
        self.assertEqual(*records)
        self.assertEqual(len(set(records[0])), 3)

    def test_several_at_once_share_a_gallery(self):
        for name in ("a.avi", "b.avi"):
            self.make_people(f"archive/{name}", frames=8)
        run = self.annotate(self.archive, "--jobs", 2, "--formats", "jsonl", "--gallery", self.folder / "people.gallery",
                            "--threshold", 2)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        (people, new), = re.findall(r"Gallery .*: (\d+) (?:person|people), (\d+) of them new", run.stdout)
        self.assertEqual(people, new, "it was empty before")


if __name__ == "__main__":
    unittest.main()

"""`brnpa evaluate-tracks` from end to end. Standard library only."""
import json
import subprocess
import unittest

from annotate_case import PROGRAM, AnnotateCase

USAGE, INPUT = 2, 3


class EvaluateTracks(AnnotateCase):
    """Two people stand in ten frames; in the middle they change their tracks, and a third track is nobody."""

    def setUp(self):
        super().setUp()
        self.truth, self.result = self.folder / "gt.txt", self.folder / "tracks.txt"
        lines = [f"{frame},{person},{100 * person},0,10,20,1,1,1.0" for person in (1, 2) for frame in range(1, 11)]
        lines.append("3,9,500,0,10,20,0,7,1.0")  # does not count
        self.truth.write_text("\n".join(lines) + "\n")
        lines = [f"{frame},{person if frame <= 5 else 3 - person},{100 * person}.00,0.00,10.00,20.00,0.9,-1,-1,-1"
                 for frame in range(1, 11) for person in (1, 2)]
        lines += ["3,44,500.00,0.00,10.00,20.00,0.3000,-1,-1,-1", ""]
        self.result.write_text("\n".join(lines) + "\n")

    def evaluate(self, *options, truth=None, result=None):
        return subprocess.run([PROGRAM, "evaluate-tracks", str(truth or self.truth), str(result or self.result),
                               *map(str, options)], capture_output=True, text=True, check=False)

    def figures(self, *options):
        run = self.evaluate("--json", *options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return json.loads(run.stdout)

    def test_figures(self):
        told = self.figures()
        self.assertEqual([told[key] for key in ("people", "person_boxes", "tracks", "track_boxes")], [2, 20, 3, 21])
        clear, identity, hota = told["clear"], told["identity"], told["hota"]
        self.assertEqual((clear["matches"], clear["misses"], clear["false_positives"]), (20, 0, 1))
        self.assertEqual((clear["identity_switches"], clear["fragmentations"]), (2, 0))
        self.assertAlmostEqual(clear["MOTA"], 1 - (1 + 2) / 20)
        self.assertEqual((identity["IDTP"], identity["IDFP"], identity["IDFN"]), (10, 11, 10))
        self.assertAlmostEqual(identity["IDF1"], 10 / 20.5)
        self.assertAlmostEqual(hota["DetA"], 20 / 21)
        self.assertAlmostEqual(hota["AssA"], 1 / 3)  # 5 of 10 + 10 - 5 boxes in common
        self.assertAlmostEqual(hota["HOTA"], (20 / 21 / 3) ** 0.5)
        self.assertEqual([round(one["iou"], 2) for one in hota["by_iou"]], [k * 5 / 100 for k in range(1, 20)])

    def test_frames(self):
        told = self.figures("--first-frame", 4, "--last-frame", 5)
        self.assertEqual((told["first_frame"], told["last_frame"], told["person_boxes"]), (4, 5, 4))
        self.assertEqual((told["clear"]["MOTA"], told["identity"]["IDF1"]), (1, 1))

    def test_table(self):
        run = self.evaluate()
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("2 people in 20 boxes", run.stdout)
        self.assertRegex(run.stdout, r"(?m)^MOTA +85\.0 % {2,}\S")
        self.assertRegex(run.stdout, r"(?m)^IDF1 +48\.8 % {2,}\S")
        self.assertRegex(run.stdout, r"(?m)^switches +2 {2,}\S")
        self.assertLessEqual(max(map(len, run.stdout.splitlines())), 120)

    def test_the_truth_against_itself_and_nothing(self):
        told = json.loads(self.evaluate("--json", truth=self.result).stdout)
        self.assertEqual((told["clear"]["MOTA"], told["identity"]["IDF1"], told["hota"]["HOTA"]), (1, 1, 1))
        empty = self.folder / "empty.txt"
        empty.write_text("")
        run = self.evaluate(result=empty)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertRegex(run.stdout, r"(?m)^HOTA +0\.0 %")
        self.assertRegex(run.stdout, r"(?m)^misses +20 ")

    def test_a_truth_without_people(self):
        nothing = self.folder / "nothing.txt"
        for lines in ("", "\n", "1,1,0,0,9,9,0\n"):
            nothing.write_text(lines)
            self.assert_refused(self.evaluate(truth=nothing), INPUT, nothing, "no box")
        self.assert_refused(self.evaluate("--first-frame", "1000000"), INPUT, self.truth, "in these frames")

    def test_files_that_do_not_fit(self):
        for lines, words in (("hello\n", [":1"]), ("1,1,0,0,9,9,1\n1,2,0,0,9\n", [":2"]),
                             ("\n1,-1,0,0,9,9,1\n", [":2", "-1", "track"]),
                             ("1,4,0,0,9,9,1\n2,4,0,0,9,9,1\n1,4,5,0,9,9,1\n", [":3", "id 4", "frame 1"])):
            bad = self.folder / "bad.txt"
            bad.write_text(lines)
            with self.subTest(lines=lines):
                self.assert_refused(self.evaluate(result=bad), INPUT, bad, *words)
                self.assert_refused(self.evaluate(truth=bad), INPUT, bad, *words)
        for missing in (self.folder / "none.txt", self.folder):
            self.assert_refused(self.evaluate(truth=missing), INPUT, missing)
            self.assert_refused(self.evaluate(result=missing), INPUT, missing)

    def test_usage(self):
        for words in (["--iou", "0"], ["--iou", "1.5"], ["--first-frame", "0"], ["--last-frame", "many"], ["--unknown"],
                      ["--last-frame", "3", "--first-frame", "4"]):
            with self.subTest(words=words):
                self.assert_refused(self.evaluate(*words), USAGE, words[0], "brnpa evaluate-tracks --help")
        alone = subprocess.run([PROGRAM, "evaluate-tracks", str(self.truth)], capture_output=True, text=True, check=False)
        self.assert_refused(alone, USAGE)


if __name__ == "__main__":
    unittest.main()

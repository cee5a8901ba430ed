"""`brnpa calibrate` from end to end. Standard library only."""
import json
import random
import sqlite3
import subprocess
import unittest
import xml.etree.ElementTree

from annotate_case import MODEL, PROGRAM, copy_model
from gallery_case import GalleryCase, draw


class Calibrate(GalleryCase):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "known people"
        dice = random.Random(5)
        for person in range(6):
            shirt, trousers = ([dice.randrange(256) for _ in range(3)] for _ in range(2))
            for i in range(6):
                draw(self.data / str(person) / f"{person} {i}.ppm", shirt, trousers, noise=40)

    def calibrate(self, *words):
        return subprocess.run([PROGRAM, "calibrate", str(self.data), *map(str, words)], capture_output=True, text=True,
                              check=False)

    def test_thresholds_are_written_and_used(self):
        model = copy_model(self.folder / "model")
        plot = self.folder / "plot.png"
        run = self.calibrate("--model", model, "--false-accept-rate", 0.1, "--plot", plot, "--json", "--write")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        told = json.loads(run.stdout)
        self.assertEqual((told["same_comparisons"], told["different_comparisons"]), (36, 36 * 5))
        threshold = told["thresholds"][0]
        self.assertEqual(threshold["calibrated_on"], "known people")
        self.assertLessEqual(threshold["low"], threshold["distance"])
        self.assertLessEqual(threshold["distance"], threshold["high"])
        self.assertTrue(plot.read_bytes().startswith(b"\x89PNG"))
        self.assertEqual(json.loads((model / "model.json").read_text())["thresholds"], told["thresholds"])
        self.enrol(self.red, model=model)
        self.assertEqual(self.ask("search", self.red, "--model", model)["threshold"], threshold["distance"])

    def test_a_model_without_thresholds_makes_no_gallery(self):
        model = copy_model(self.folder / "model")
        described = json.loads((model / "model.json").read_text())
        (model / "model.json").write_text(json.dumps({**described, "thresholds": []}))
        fresh = self.folder / "fresh.gallery"
        run = subprocess.run([PROGRAM, "gallery", "enrol", fresh, self.red, "--model", model], capture_output=True,
                             text=True, check=False)
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("give one with --threshold", run.stderr)
        self.assertFalse(fresh.exists())

    def calibrate_gallery(self, *words):
        return subprocess.run([PROGRAM, "calibrate", str(self.gallery), *map(str, words)], capture_output=True,
                              text=True, check=False)

    def test_a_gallery_is_measured_and_keeps_what_was_found(self):
        self.assertEqual(self.run_gallery("enrol", self.data, "--model", MODEL).returncode, 0)
        plot = self.folder / "plot.png"
        run = self.calibrate_gallery("--false-accept-rate", 0.1, "--plot", plot, "--json", "--write")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        told = json.loads(run.stdout)
        # The oracle is the other way to the same people, by their pictures.
        pictures = json.loads(self.calibrate("--model", MODEL, "--false-accept-rate", 0.1, "--json").stdout)
        self.assertEqual(told["model"], pictures["model"])
        self.assertEqual((told["same_comparisons"], told["different_comparisons"]), (36, 36 * 5))
        threshold = told["thresholds"][0]
        for key in ("distance", "low", "high"):
            self.assertAlmostEqual(threshold[key], pictures["thresholds"][0][key], delta=1e-4)
        self.assertEqual(threshold["calibrated_on"], "people.gallery")
        self.assertTrue(plot.read_bytes().startswith(b"\x89PNG"))

        # It goes before the model's, and a distance that is named before both.
        self.assertEqual(self.ask("search", self.red, "--model", MODEL)["threshold"], threshold["distance"])
        self.assertEqual(self.ask("search", self.red, "--model", MODEL, "--threshold", 0.2)["threshold"], 0.2)
        text = f"the same person up to distance {0.75 * threshold['distance']:.3f} (0.75 of {threshold['distance']:.3f}, " \
               "of the gallery people.gallery for a false accept rate of 0.1, measured on people.gallery)"
        clip = self.make_clip("clip.avi", frames=3)
        run = self.annotate(clip, "--gallery", self.gallery, "--formats", "jsonl")
        self.assertIn(text, run.stdout.replace("The same", "the same"), run.stderr)
        streamed = subprocess.run([PROGRAM, "stream", clip, "--gallery", self.gallery, "--model", MODEL],
                                  capture_output=True, text=True, check=False)
        self.assertIn(text, streamed.stdout, streamed.stderr)
        run = self.annotate(clip, "--formats", "jsonl", output=self.folder / "without")
        self.assertIn("of the model reid-live for a false accept rate of 0.0001, measured on", run.stdout)

    def test_pictures_give_a_gallery_its_thresholds(self):
        self.enrol(self.red, self.green)
        model = (MODEL / "model.json").read_bytes()
        run = self.calibrate("--model", MODEL, "--false-accept-rate", 0.1, "--write", "--gallery", self.gallery)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn(f"Written into {self.gallery}.", run.stdout)
        self.assertEqual((MODEL / "model.json").read_bytes(), model)
        answer = self.ask("search", self.red, "--model", MODEL)
        self.assertIn(f"  {answer['threshold']:.3f}  ", run.stdout)

    def test_galleries_that_cannot_be_measured(self):
        self.enrol(self.red, self.green)
        self.assert_refused(self.calibrate_gallery("--false-accept-rate", 0.1), 3, "0 comparisons of a picture with the same person",
                            "two people with two pictures each")
        self.assert_refused(self.calibrate_gallery(self.data), 3, "alone")
        missing = self.folder / "none.gallery"
        self.assert_refused(self.calibrate("--model", MODEL, "--write", "--gallery", missing), 3, missing)
        self.assertFalse(missing.exists())
        self.assertEqual(self.calibrate("--gallery", self.gallery).returncode, 2, "--gallery without --write")
        with sqlite3.connect(self.folder / "other.db") as other:
            other.execute("CREATE TABLE t (x)")
        run = subprocess.run([PROGRAM, "calibrate", str(self.folder / "other.db")], capture_output=True, text=True,
                             check=False)
        self.assert_refused(run, 3, "not a gallery")

    def test_a_gallery_of_another_model(self):
        self.assertEqual(self.run_gallery("enrol", self.data, "--model", "reid-live").returncode, 0)
        rate = ("--false-accept-rate", 0.1)
        self.assert_refused(self.calibrate_gallery(*rate, "--model", "reid-teacher"), 3, self.gallery, "reid-live")
        self.assertEqual(self.calibrate_gallery(*rate, "--model", "reid-live").returncode, 0)

    def test_rates_that_the_pictures_cannot_tell(self):
        run = self.calibrate("--model", MODEL)
        self.assertEqual(run.returncode, 0)
        self.assert_one_sentence(run.stderr)
        self.assertIn("180 comparisons", run.stderr)
        self.assertRegex(run.stdout, "with their own person: 36, with another: 180")
        few = subprocess.run([PROGRAM, "calibrate", self.data / "0", self.data / "1", "--model", MODEL],
                             capture_output=True, text=True, check=False)
        self.assertEqual(few.returncode, 0, few.stderr)
        self.assertNotIn("THRESHOLD", few.stdout, "the head of an empty table")
        self.assert_refused(self.calibrate("--model", MODEL, "--false-accept-rate", "1e-3"), 3, "10000 are needed")
        model = copy_model(self.folder / "model")
        before = (model / "model.json").read_bytes()
        run = self.calibrate("--model", model, "--write")
        self.assertEqual(run.returncode, 3)
        self.assertIn("no threshold", run.stderr.splitlines()[-1])
        self.assertEqual((model / "model.json").read_bytes(), before)

    def test_the_plot_as_drawing(self):
        plot = self.folder / "plot.svg"
        run = self.calibrate("--model", MODEL, "--false-accept-rate", 0.1, 0.2, "--plot", plot, "--note", "<a> & b",
                             "--json")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        texts = [e.text for e in xml.etree.ElementTree.parse(plot).iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("reid-live on <a> & b", texts)
        for threshold in json.loads(run.stdout)["thresholds"]:
            self.assertIn(f"{threshold['distance']:.3f} at {threshold['false_accept_rate']:g}", texts)
        self.assert_refused(self.calibrate("--model", MODEL, "--plot", "plot.pdf"), 2, ".svg")


if __name__ == "__main__":
    unittest.main()

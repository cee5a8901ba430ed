"""`brnpa gallery` and `brnpa annotate --gallery` from end to end. Standard library only."""
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time
import unittest

from annotate_case import MODEL, PEDESTRIANS, PROGRAM, copy_model
from gallery_case import GalleryCase, draw

FRAMES = 60
SIZE = (768, 576)  # of vtest.avi


class Commands(GalleryCase):
    def test_enrolled_people_are_found_again(self):
        self.enrol(self.red, self.green)
        self.assertEqual([p["name"] for p in self.people().values()], ["red", "green"])
        other_red = draw(self.folder / "query.ppm", (190, 30, 25), (25, 20, 70), noise=6)
        sheet = self.folder / "sheet.png"
        found = self.ask("search", other_red, "--model", MODEL, "--sheet", sheet)
        self.assertEqual(found["answer"], "known")
        self.assertEqual([p["name"] for p in found["people"]], ["red", "green"])
        self.assertLess(found["people"][0]["distance"], found["people"][1]["distance"])
        self.assertEqual(found["people"][0]["verdict"], "same person")
        self.assertTrue(sheet.read_bytes().startswith(b"\x89PNG"))
        table = self.do("search", other_red, "--model", MODEL, "--top", 1)
        self.assertRegex(table, r"1\s+1\s+red\s+0\.\d{3}\s+same person")
        self.assertNotIn("green", table)

    def test_verdicts_follow_threshold_and_margin(self):
        self.enrol(self.red, self.green)
        query = draw(self.folder / "query.ppm", (190, 30, 25), (25, 20, 70), noise=6)
        distances = [p["distance"] for p in self.ask("search", query, "--model", MODEL)["people"]]
        self.assertGreater(distances[0], 0)
        apart = distances[1] - distances[0]

        def answer(*words):
            return self.ask("search", query, "--model", MODEL, *words)["answer"]
        self.assertEqual(answer("--threshold", 0), "new")
        self.assertNotIn("Possible", self.do("search", query, "--model", MODEL, "--threshold", 0))
        self.assertIn("Possible: within the threshold as well", self.do("search", query, "--model", MODEL, "--threshold", 2))
        for option in ("--threshold", "--margin"):
            self.assert_refused(self.run_gallery("search", query, "--model", MODEL, option, 9), 3, option, "0 to 2")
        self.assertEqual(answer("--threshold", 2, "--margin", apart / 2), "known")
        self.assertEqual(answer("--threshold", 2, "--margin", apart * 2), "undecided")

    def test_folders_are_people(self):
        for name in ("Anna", "Zoë"):
            for i in range(3):
                shirt = (200, 20, 20 + 10 * i) if name == "Anna" else (20, 160 - 10 * i, 40)
                draw(self.folder / "staff" / name / f"{i}.ppm", shirt, (20, 20, 60), noise=20)
        run = self.run_gallery("enrol", self.folder / "staff", "--camera", "office", "--model", MODEL)
        self.assertEqual(run.returncode, 0)  # that the two figures look alike is told
        people = self.people()
        self.assertEqual([(p["name"], p["pictures"]) for p in people.values()], [("Anna", 3), ("Zoë", 3)])
        self.assertEqual(people[1]["cameras"][0]["camera"], "office")
        self.run_gallery("enrol", self.folder / "staff" / "Anna", self.red, "--name", "Anna", "--model", MODEL)
        self.assertEqual(len(self.people()), 2, "the name is known")
        self.assertEqual(self.people()[1]["pictures"], 4, "three of the pictures too")
        sheet = self.folder / "anna.jpg"
        shown = self.ask("show", "Anna", "--sheet", sheet)
        self.assertEqual(len(shown["exemplars"]), 4)
        self.assertTrue(all(one["attention"] for one in shown["exemplars"]))
        self.assertTrue(sheet.read_bytes().startswith(b"\xff\xd8"))

    def test_people_can_be_renamed_merged_split_and_forgotten(self):
        self.enrol(self.red, self.green)
        self.do("rename", "red", "Anna Rot")
        self.do("rename", 2, "")
        self.assertEqual([p["name"] for p in self.people().values()], ["Anna Rot", None])
        self.do("merge", "Anna Rot", 2)
        self.assertEqual(self.people()[1]["pictures"], 2)
        pictures = [one["picture"] for one in self.ask("show", 1)["exemplars"]]
        self.do("split", "Anna Rot", pictures[1])
        self.assertEqual(sorted(self.people()), [1, 3])
        self.assertEqual(self.ask("search", self.green, "--model", MODEL)["people"][0]["identity"], 3)
        self.do("forget", "Anna Rot")
        self.assertEqual(sorted(self.people()), [3])
        self.assertNotIn(b"Anna Rot", self.gallery.read_bytes())
        self.assertIn("whole", self.do("compact"))
        self.assertEqual(sorted(path.name for path in self.folder.glob("people*")), ["people.gallery"])

    def test_numbers_that_are_names(self):
        self.enrol(self.red, "--name", "2")
        self.enrol(self.green, "--name", "somebody")
        self.assert_refused(self.run_gallery("show", "2"), 3, "id:1", "id:2")
        self.assertEqual(self.ask("show", "id:2")["name"], "somebody")
        self.assertEqual(self.ask("show", "1")["name"], "2")

    def test_a_lookalike_of_another_name_is_told(self):
        self.enrol(self.red)
        run = self.run_gallery("enrol", "--model", MODEL, self.red, "--name", "Twin")
        self.assertEqual(run.returncode, 0)
        self.assert_one_sentence(run.stderr)
        self.assertIn("merge", run.stderr)
        self.assertEqual(len(self.people()), 2)

    def test_pairs_who_may_be_one_are_told(self):
        twin = draw(self.folder / "twin.ppm", (195, 25, 20), (20, 20, 65), noise=4)
        self.enrol(self.red, self.green, twin)
        sheet = self.folder / "alike.png"
        told = self.ask("alike", "--model", MODEL, "--sheet", sheet)
        self.assertTrue(sheet.read_bytes().startswith(b"\x89PNG"))
        self.assertEqual([pair["identities"] for pair in told["pairs"]][0], [1, 3])
        self.assertEqual(sorted(pair["identities"] for pair in told["pairs"]), [[1, 2], [1, 3], [2, 3]])
        distances = {tuple(pair["identities"]): pair["distance"] for pair in told["pairs"]}
        found = self.ask("search", twin, "--model", MODEL)["people"]
        self.assertAlmostEqual(distances[1, 3], next(p["distance"] for p in found if p["identity"] == 1), places=5)
        self.assertEqual(told["pairs"][0]["verdict"], "perhaps one")

        self.assertEqual(self.ask("alike", "--model", MODEL, "--top", 1)["pairs"], told["pairs"][:1])
        self.assertRegex(self.do("alike", "--model", MODEL), r"(?m)^1 3 +red, twin +0\.\d{3} +2 of 2 +perhaps one")
        self.gallery.unlink()
        for picture in (self.red, self.green, twin):  # taken on one day, but not in one frame
            self.enrol(picture, "--camera", "office", "--recorded-at", "2026-11-23")
        self.assertEqual(self.ask("alike", "--model", MODEL)["pairs"], told["pairs"])
        none = self.ask("alike", "--model", MODEL, "--threshold", 0)["pairs"]
        self.assertEqual({pair["verdict"] for pair in none}, {"two people"})

    def test_exported_and_imported_it_is_the_same(self):
        self.enrol(self.red, self.green, "--camera", "office")
        second = draw(self.folder / "red2.ppm", (150, 20, 20), (20, 60, 60))
        run = self.run_gallery("enrol", second, "--name", "red", "--camera", "yard", "--model", MODEL)
        self.assertEqual(run.returncode, 0)  # that she looks like the other is told
        first, second = self.folder / "out", self.folder / "again"
        self.do("export", first)
        copy = self.folder / "copy.gallery"
        self.do("import", first, gallery=copy)
        self.do("export", second, gallery=copy)
        files = sorted(str(path.relative_to(first)) for path in first.rglob("*") if path.is_file())
        self.assertEqual(files, ["0001-red/000001_c1.jpg", "0001-red/000003_c2.jpg", "0002-green/000002_c1.jpg",
                                 "gallery.json"])
        one, two = (json.loads((folder / "gallery.json").read_text()) for folder in (first, second))
        for document, folder in ((one, first), (two, second)):
            for exemplar in (e for person in document["people"] for e in person["exemplars"]):
                exemplar["bytes"] = (folder / exemplar.pop("file")).read_bytes()  # the number in the name is new
        self.assertEqual(one, two)
        self.assertEqual(self.people(), self.people(copy))
        self.assertIn("2 people whose pictures are all there already left out", self.do("import", first))
        self.assertEqual(sorted(self.people()), [1, 2])
        third = draw(self.folder / "third.ppm", (10, 20, 200), (90, 90, 90))
        others = self.folder / "others.gallery"
        self.run_gallery("enrol", third, "--model", MODEL, gallery=others)
        self.do("import", first, gallery=others)
        self.assertEqual([p["name"] for p in self.people(others).values()], ["third", "red", "green"],
                         "numbers that are taken are not given again")


class Refusals(GalleryCase):
    def setUp(self):
        super().setUp()
        self.enrol(self.red)
        self.before = self.gallery.read_bytes()

    def refuse(self, code, words, *action):
        with self.subTest(action=action):
            self.assert_refused(self.run_gallery(*action), code, *words)
            self.assertEqual(self.gallery.read_bytes(), self.before)

    def test_usage(self):
        for words in (["gallery"], ["gallery", "list"], ["gallery", "dance", "x"], ["gallery", "search", "x"]):
            run = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
            self.assert_refused(run, 2, "--help")
        for words, told in (("galery list", "brnpa gallery;"), ("gallery serach x", "brnpa gallery search;")):
            run = subprocess.run([PROGRAM, *words.split()], capture_output=True, text=True, check=False)
            self.assert_refused(run, 2, told)
        verbs = subprocess.run([PROGRAM, "gallery", "--help"], capture_output=True, text=True, check=True).stdout
        for verb in (line.split()[0] for line in verbs.split("Subcommands:")[1].splitlines() if line.startswith("  ")):
            told = subprocess.run([PROGRAM, "gallery", verb, "--help"], capture_output=True, text=True, check=True)
            self.assertIn(f"Example: brnpa gallery {verb} ", told.stdout)
        program = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
        self.assertRegex(program, r"(?m)^  stream +Finds, follows and recognizes people")
        self.refuse(2, ["--top"], "search", self.red, "--top", 0)
        self.refuse(2, ["sheet.xyz"], "search", self.red, "--sheet", "sheet.xyz")
        self.refuse(2, [], "split", "red", "first")

    def test_pictures(self):
        letter = self.folder / "letter.jpg"
        letter.write_text("Dear reader")
        self.refuse(3, [letter], "enrol", self.green, letter, "--model", MODEL)
        self.refuse(3, ["none.png"], "enrol", self.folder / "none.png", "--model", MODEL)
        self.refuse(3, [letter], "search", letter, "--model", MODEL)
        empty = self.folder / "empty"
        empty.mkdir()
        self.refuse(3, [empty], "enrol", empty, "--model", MODEL)
        shutil.copy(self.green, empty / "one.ppm")
        (empty / "deeper").mkdir()
        shutil.copy(self.green, empty / "deeper" / "two.ppm")
        self.refuse(3, [empty, "both"], "enrol", empty, "--model", MODEL)
        self.refuse(3, ["name"], "enrol", self.green, "--name", "two\nlines", "--model", MODEL)
        missing = self.folder / "missing.gallery"
        self.assert_refused(self.run_gallery("enrol", letter, "--model", MODEL, gallery=missing), 3, letter)
        self.assertFalse(missing.exists())

    def test_people(self):
        self.refuse(3, ["nobody"], "show", "nobody")
        self.refuse(3, ["7"], "forget", "red", "7")
        self.refuse(3, ["itself"], "merge", "red", "1")
        self.refuse(3, ["picture 99"], "split", "red", "99")
        self.refuse(3, ["at least one"], "split", "red", "1")

    def test_files(self):
        for action in (["list"], ["forget", "red"], ["compact"], ["search", self.red, "--model", MODEL]):
            missing = self.folder / "none.gallery"
            self.assert_refused(self.run_gallery(*action, gallery=missing), 3, missing)
            self.assertFalse(missing.exists())
            self.assert_refused(self.run_gallery(*action, gallery=self.red), 3, self.red, "not a gallery")
        self.refuse(3, [self.folder], "export", self.folder)
        self.refuse(4, ["/proc/there"], "export", "/proc/there")
        self.refuse(3, ["gallery.json"], "import", self.folder)

    def test_an_export_cannot_fetch_other_files(self):
        out = self.folder / "out"
        self.do("export", out)
        document = json.loads((out / "gallery.json").read_text())
        for name, word in (("../red.ppm", "outside"), (str(self.red), "outside"), ("none.jpg", "none.jpg")):
            document["people"][0]["exemplars"][0]["file"] = name
            (out / "gallery.json").write_text(json.dumps(document))
            self.refuse(3, [word], "import", out)
        document["people"][0]["exemplars"][0]["file"] = ""
        document["people"][0]["exemplars"][0]["embedding"] = "AAAA"
        (out / "gallery.json").write_text(json.dumps(document))
        self.refuse(3, ["embedding"], "import", out)

    def test_another_model(self):
        other = copy_model(self.folder / "other")
        described = json.loads((other / "model.json").read_text())
        network = (other / "model.onnx").read_bytes() + b"\x00"
        described["sha256"] = hashlib.sha256(network).hexdigest()
        (other / "model.onnx").write_bytes(network)
        (other / "model.json").write_text(json.dumps(described))
        self.refuse(3, ["--model", "new gallery"], "search", self.red, "--model", other)

    def test_a_newer_gallery(self):
        database = sqlite3.connect(self.gallery)
        database.execute("PRAGMA user_version = 9")
        database.close()
        self.before = self.gallery.read_bytes()
        self.refuse(3, ["version 9"], "list")


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class Video(GalleryCase):
    def annotate_with_gallery(self, name, *options):
        output = self.folder / name
        run = self.annotate(PEDESTRIANS, "--max-frames", FRAMES, "--gallery", self.gallery, *options, output=output)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        records = [json.loads(line) for line in (output / "records.jsonl").read_text().splitlines()]
        return records, run.stdout

    def crop(self, record, path):
        """The person of a record, as PPM."""
        frame = self.frame(PEDESTRIANS, record["frame"])
        left, top, width, height = (int(record["box"][key]) for key in ("x", "y", "width", "height"))
        pixels = bytearray()
        for y in range(top, top + height):
            for x in range(left, left + width):
                pixels += frame[3 * (SIZE[0] * y + x):3 * (SIZE[0] * y + x) + 3][::-1]
        path.write_bytes(b"P6 %d %d 255\n" % (width, height) + pixels)
        return path

    def test_the_second_run_finds_the_people_of_the_first(self):
        first, summary = self.annotate_with_gallery("first", "--recorded-at", "2026-01-02T03:04:05")
        known = self.people()
        self.assertGreaterEqual(len(known), 2)
        self.assertRegex(summary, rf"{len(known)} people, {len(known)} of them new")
        self.assertEqual({r["name"] for r in first}, {None})
        one = next(iter(known))
        self.do("rename", one, "Anna")
        for person in known.values():
            self.assertEqual(person["cameras"][0]["camera"], "vtest")
            self.assertGreaterEqual(person["visits"], 1)
            self.assertGreaterEqual(person["first_seen"][:4], "2026")

        second, summary = self.annotate_with_gallery("second")
        self.assertIn("0 of them new", summary)
        self.assertEqual(set(self.people()), set(known))
        for records in (first, second):
            self.assertTrue(any(r["identity"] for r in records))
        in_first, in_second = ({(r["frame"], r["track_id"]): r["identity"] for r in records if r["identity"]}
                               for records in (first, second))
        both = [key for key in in_first if key in in_second]
        self.assertGreater(len(both), 20)
        same = sum(in_first[key] == in_second[key] for key in both)
        # Not all: two people in black coats may change places, since the second run knows both from the start.
        self.assertGreater(same, 0.5 * len(both))
        self.assertTrue(any(r["name"] == "Anna" for r in second))
        for record in second:
            self.assertEqual(record["name"], "Anna" if record["identity"] == one else None)
        self.assertEqual(len(self.ask("show", one)["cameras"]), 1)
        self.assertIn("seen together", {pair["verdict"] for pair in self.ask("alike", "--model", MODEL)["pairs"]})

        # The person who was recognized most surely, cut out of that frame, is found by picture too.
        surest = min((r for r in second if r["identity"] and r["detected"]), key=lambda r: r["distance"])
        found = self.ask("search", self.crop(surest, self.folder / "crop.ppm"), "--model", MODEL)
        self.assertEqual(found["people"][0]["identity"], surest["identity"])
        self.assertEqual(found["answer"], "known")

    def test_times_of_an_archive(self):
        archive = self.folder / "archive"
        archive.mkdir()
        for name in ("yard 20260102-120405.avi", "yard 20260103-120506.avi"):
            shutil.copyfile(PEDESTRIANS, archive / name)
        options = ["--max-frames", 40, "--gallery", self.gallery, "--camera", "yard"]
        run = self.annotate(archive, *options, "--recorded-at", "%Y%m%d-%H%M%S", output=self.folder / "out")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        (camera,) = {(p["first_seen"][:10], p["last_seen"][:10]) for p in self.people().values() if p["visits"] > 1}
        self.assertEqual(camera, ("2026-01-02", "2026-01-03"))

        for said, words in (("%Y_%m_%d", ["20260102-120405.avi", "%Y_%m_%d"]), ("2026-01-02", ["several", "modified"])):
            run = self.annotate(archive, *options, "--recorded-at", said, output=self.folder / "refused")
            self.assert_refused(run, 3, *words)
            self.assertFalse((self.folder / "refused").exists())

    def test_readers_read_and_writers_are_refused_while_a_video_runs(self):
        process = self.start(PEDESTRIANS, "--max-frames", 200, "--gallery", self.gallery)
        for _ in range(300):
            run = self.run_gallery("list")
            if run.returncode == 0 and len(run.stdout.splitlines()) > 1:
                break
            self.assertIsNone(process.poll())
            time.sleep(0.1)
        self.assertGreater(len(run.stdout.splitlines()), 1, run.stderr)
        self.assert_refused(self.run_gallery("enrol", self.red, "--model", MODEL), 4, "Another program is writing")
        process.kill()
        process.wait()
        people = self.people()
        self.assertGreaterEqual(len(people), 1, "what was enrolled outlives the program")
        self.assertIn("whole", self.do("compact"))

    def test_a_gallery_of_another_model_is_refused_before_the_work(self):
        self.gallery.write_bytes(b"x" * 5000)
        run = self.annotate(PEDESTRIANS, "--gallery", self.gallery)
        self.assert_refused(run, 3, self.gallery, "not a gallery")
        self.assertFalse(self.output.exists())


if __name__ == "__main__":
    print("model:", MODEL, "in", pathlib.Path(os.getcwd()))
    unittest.main()

"""What `brnpa gallery enrol` takes and refuses. Standard library only."""
import datetime
import os
import subprocess
import unittest

from annotate_case import MODEL
from gallery_case import GalleryCase, draw


class Enrol(GalleryCase):
    def refuse(self, code, words, *sources):
        with self.subTest(sources=sources):
            self.assert_refused(self.run_gallery("enrol", "--model", MODEL, *sources), code, *words)
            self.assertFalse(self.gallery.exists())

    def test_no_folder_is_passed_over(self):
        nest = self.folder / "nest"
        draw(nest / "team1" / "Ann" / "q1.ppm", (200, 20, 20), (20, 20, 60))
        draw(nest / "Carl" / "q0.ppm", (20, 160, 40), (220, 210, 190))
        self.refuse(3, [nest / "team1"], nest)
        self.enrol(nest / "team1", nest / "Carl")
        self.assertEqual([p["name"] for p in self.people().values()], ["Ann", "Carl"])

    def test_folders_in_a_persons_folder(self):
        anna = self.folder / "staff" / "Anna"
        draw(anna / "1.ppm", (200, 20, 20), (20, 20, 60))
        draw(anna / "old" / "2.ppm", (200, 20, 20), (20, 20, 60))
        self.refuse(3, [anna], self.folder / "staff")

    def test_pictures_without_room_for_a_person(self):
        for name, width, height in (("low", 40, 31), ("narrow", 15, 40), ("dot", 1, 1)):
            path = self.folder / f"{name}.ppm"
            path.write_bytes(b"P6 %d %d 255\n" % (width, height) + bytes(3 * width * height))
            self.refuse(3, [path, f"{width}x{height}", "16x32"], self.red, path)
        self.enrol(self.red)
        self.assert_refused(self.run_gallery("search", path, "--model", MODEL), 3, path, "16x32")

    def test_nobody_is_called_nothing(self):
        self.refuse(2, ["--name"], self.red, "--name", "")

    def test_an_export_is_enrolled_under_the_names_of_its_people(self):
        names = ["Zoë / 1st", "鈴木 一郎", "Twin", "Twin", ""]
        for number, name in enumerate(names, start=1):
            self.enrol(draw(self.folder / f"{number}.ppm", (50 * number, 20, 20), (20, 50 * number, 60)))
            self.do("rename", f"id:{number}", name)
        out, copy = self.folder / "out", self.folder / "copy.gallery"
        self.do("export", out)
        folders = sorted(path.name for path in out.iterdir() if path.is_dir())
        self.assertEqual(folders, ["0001-Zoë - 1st", "0002-鈴木 一郎", "0003-Twin", "0004-Twin", "0005"])
        self.run_gallery("enrol", out, "--model", MODEL, gallery=copy)
        self.assertEqual([p["name"] for p in self.people(copy).values()], names[:2] + folders[2:])
        # Whom a camera saw from far away is small, and stays known.
        next((out / "0003-Twin").iterdir()).write_bytes(b"P6 10 20 255\n" + bytes(range(200)) * 3)
        run = self.run_gallery("enrol", out, "--model", MODEL, gallery=self.folder / "third.gallery")
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_shipped_models_have_names(self):
        for name in ("reid-live", "reid-teacher"):
            gallery = self.folder / f"{name}.gallery"
            self.do("enrol", self.red, "--model", name, gallery=gallery)
            self.assertEqual(self.ask("list", gallery=gallery)["model"], name)
        self.assert_refused(self.run_gallery("enrol", self.red, "--model", "reid-dead"), 3, "reid-dead")

    def taken(self, *words):
        self.gallery.unlink(missing_ok=True)
        self.enrol(self.red, "--camera", "door", *words)
        person = self.ask("show", "1")
        when = {person["exemplars"][0]["time"], person["cameras"][0]["first_seen"], person["cameras"][0]["last_seen"]}
        self.assertEqual(len(when), 1, person)
        self.assertEqual(person["cameras"][0]["visits"], 1)
        return datetime.datetime.fromisoformat(when.pop().replace("Z", "+00:00")).timestamp()

    def test_when_the_pictures_were_taken(self):
        said = datetime.datetime(2026, 3, 4, 5, 6, 7)
        self.assertEqual(self.taken("--recorded-at", said.isoformat()), said.timestamp())
        os.utime(self.red, (1700000000, 1700000000))
        self.assertEqual(self.taken("--recorded-at", "modified"), 1700000000)
        self.red = self.red.rename(self.folder / "red-20260102-030405.ppm")
        named = datetime.datetime(2026, 1, 2, 3, 4, 5).timestamp()
        self.assertEqual(self.taken("--recorded-at", "%Y%m%d-%H%M%S"), named)
        self.assertAlmostEqual(self.taken(), datetime.datetime.now().timestamp(), delta=600)
        self.gallery.unlink()
        self.refuse(3, ["green.ppm"], self.green, "--recorded-at", "%Y%m%d-%H%M%S")
        self.refuse(2, ["--recorded-at"], self.green, "--recorded-at", "yesterday")


if __name__ == "__main__":
    unittest.main()

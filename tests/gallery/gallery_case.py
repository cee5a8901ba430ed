"""What the end-to-end tests of galleries share. Standard library only."""
import json
import random
import subprocess

from annotate_case import MODEL, PROGRAM, AnnotateCase


def draw(path, shirt, trousers, noise=0):
    """A figure of two colors in front of gray, 64 x 128 pixels, as PPM."""
    dice = random.Random(str(path.name))

    def color(x, y):
        plain = (128, 128, 128) if not 16 <= x < 48 or y < 16 else shirt if y < 72 else trousers
        return [min(255, max(0, value + dice.randint(-noise, noise))) for value in plain]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"P6 64 128 255\n" + bytes(v for y in range(128) for x in range(64) for v in color(x, y)))
    return path


class GalleryCase(AnnotateCase):
    def setUp(self):
        super().setUp()
        self.gallery = self.folder / "people.gallery"
        self.red = draw(self.folder / "red.ppm", (200, 20, 20), (20, 20, 60))
        self.green = draw(self.folder / "green.ppm", (20, 160, 40), (220, 210, 190))

    def run_gallery(self, action, *words, gallery=None):
        return subprocess.run([PROGRAM, "gallery", action, str(gallery or self.gallery), *map(str, words)],
                              capture_output=True, text=True, check=False)

    def do(self, action, *words, gallery=None):
        run = self.run_gallery(action, *words, gallery=gallery)
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
        return run.stdout

    def enrol(self, *words, model=MODEL):
        run = self.run_gallery("enrol", "--model", model, *words)
        self.assertEqual(run.returncode, 0, run.stderr)  # that two figures look alike to this model may be told
        return run.stdout

    def ask(self, action, *words, gallery=None):
        return json.loads(self.do(action, "--json", *words, gallery=gallery))

    def people(self, gallery=None):
        return {person["identity"]: person for person in self.ask("list", gallery=gallery)["people"]}

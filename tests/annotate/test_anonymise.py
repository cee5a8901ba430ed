"""--anonymise of annotate and stream: nobody can be recognized in what they write, and the records stay what they are."""
import base64
import json
import math
import subprocess
import unittest

from annotate_case import PEDESTRIANS, PROGRAM, AnnotateCase

FRAMES = 15
LAST = FRAMES - 1
WIDTH, HEIGHT = 768, 576
LINE = 4  # pixels of a box that its drawn frame may cover
# Correlations of contours: of people who are seen through their attention, measured on several frames as 0.39 to 0.88, and
# of squares, -0.05 to 0.17: an encoder does not do a frame the same way every time.
SEEN, GONE = 0.3, 0.25


class Picture:
    """Bytes B, G, R, row by row."""

    def __init__(self, width, pixels):
        self.width, self.pixels = width, pixels

    def at(self, x, y):
        place = 3 * (y * self.width + x)
        return self.pixels[place:place + 3]


def edges(picture, left, top, right, bottom):
    """Differences of gray between neighbors in a row: what a contour is made of."""
    return [sum(picture.at(x + 1, y)) - sum(picture.at(x, y)) for y in range(top, bottom) for x in range(left, right - 1)]


def correlation(first, second):
    """Of two rows of numbers with the mean 0."""
    product = math.sqrt(sum(a * a for a in first) * sum(b * b for b in second))
    return sum(a * b for a, b in zip(first, second)) / product if product else 0


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class Anonymise(AnnotateCase):
    def setUp(self):
        super().setUp()
        self.clip = self.make_people("clip.avi", FRAMES)

    def run_on_pedestrians(self, name, *options):
        output = self.folder / name
        run = self.annotate(self.clip, *options, output=output)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return output

    def film(self, path, index):
        return Picture(WIDTH, self.frame(path, index))

    def jpeg(self, data):
        """Width, height and pixels of a picture of the report."""
        path = self.folder / "picture.jpg"
        path.write_bytes(base64.b64decode(data))
        size = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", path],
                              check=True, capture_output=True, text=True).stdout.strip().split(",")
        width, height = map(int, size)
        return width, height, Picture(width, self.frame(path, 0))

    def test_films_records_and_report(self):
        plain = self.run_on_pedestrians("plain")
        hidden = self.run_on_pedestrians("hidden", "--anonymise", "--snapshot", self.folder / "best.png")
        for name in ("records.jsonl", "tracks.txt", "people.vtt"):
            self.assertEqual((hidden / name).read_bytes(), (plain / name).read_bytes())
        self.check_film(plain / "annotated.mp4", hidden / "annotated.mp4", hidden / "records.jsonl")
        self.check_pictures(plain / "summary.json", hidden / "summary.json")
        snapshot = Picture(WIDTH, self.frame(self.folder / "best.png", 0))
        best = max(range(FRAMES), key=lambda i: sum(r["frame"] == i for r in self.records(hidden)))
        self.assertLess(self.contours(self.film(self.clip, best), snapshot, self.boxes(hidden, best)), GONE)

    @staticmethod
    def records(folder):
        return [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]

    def boxes(self, folder, frame):
        """Corners inside the drawn frames of all people."""
        found = []
        for record in self.records(folder):
            if record["frame"] == frame:
                box = record["box"]
                found.append((int(box["x"]) + LINE, int(box["y"]) + LINE, int(box["x"] + box["width"]) - LINE,
                              int(box["y"] + box["height"]) - LINE))
        self.assertGreater(len(found), 2)
        return found

    @staticmethod
    def contours(scene, picture, boxes):
        """How much of the scene's contours is in the boxes of a picture: 1 is all, 0 is nothing."""
        pairs = [(edges(scene, *box), edges(picture, *box)) for box in boxes]
        return correlation([value for one, _ in pairs for value in one], [value for _, one in pairs for value in one])

    def check_film(self, plain, hidden, records):
        scene, boxes = self.film(self.clip, LAST), self.boxes(records.parent, LAST)
        self.assertGreater(self.contours(scene, self.film(plain, LAST), boxes), SEEN)
        anonymised = self.film(hidden, LAST)
        self.assertLess(self.contours(scene, anonymised, boxes), GONE)
        # The attention is still there: gray people with colors over them.
        colored = [max(pixel) - min(pixel) > 40 for left, top, right, bottom in boxes
                   for pixel in (anonymised.at(x, y) for y in range(top, bottom) for x in range(left, right))]
        self.assertGreater(sum(colored), len(colored) / 10)
        # Lawn, where nobody is.
        self.assertGreater(self.contours(scene, anonymised, [(20, 350, 300, 480)]), 0.6)

    def check_pictures(self, plain, hidden):
        people = [{person["identity"]: person for person in json.loads(path.read_text())["people"]}
                  for path in (plain, hidden)]
        self.assertEqual(people[0].keys(), people[1].keys())
        compared = 0
        for identity, person in people[0].items():
            width, height, clear = self.jpeg(person["picture"])
            _, _, gray = self.jpeg(people[1][identity]["picture"])
            self.assertLess(self.contours(clear, gray, [(0, 0, width, height)]), SEEN)
            self.assertLess(max(max(gray.at(x, y)) - min(gray.at(x, y)) for y in range(height) for x in range(width)), 20)
            _, _, painted = self.jpeg(people[1][identity]["painted"])
            self.assertLess(self.contours(clear, painted, [(0, 0, width, height)]), SEEN)
            compared += 1
        self.assertGreater(compared, 2)

    def test_the_gallery_gets_anonymised_pictures(self):
        gallery, pictures = self.folder / "people.gallery", self.folder / "pictures"
        self.run_on_pedestrians("hidden", "--anonymise", "--gallery", gallery, "--formats", "jsonl")
        subprocess.run([PROGRAM, "gallery", "export", gallery, pictures], check=True, capture_output=True)
        files = sorted(pictures.glob("**/*.jpg"))
        self.assertGreater(len(files), 2)
        for path in files[:3]:
            width, height, picture = self.jpeg(base64.b64encode(path.read_bytes()))
            self.assertLess(max(max(picture.at(x, y)) - min(picture.at(x, y)) for y in range(height)
                                for x in range(width)), 20, "gray")

    def test_results_without_it_are_not_taken_for_results_with_it(self):
        clip = self.make_people("clip.avi", frames=5)
        self.assertEqual(self.annotate(clip, "--formats", "jsonl").returncode, 0)
        run = self.annotate(clip, "--formats", "jsonl", "--resume", "--anonymise")
        self.assert_refused(run, 3, "other options", "--overwrite")

    def test_stream(self):
        records, films = self.folder / "records.jsonl", self.folder / "films"
        subprocess.run([PROGRAM, "stream", self.clip, "--anonymise", "--records", records, "--record", films,
                        "--quiet"], check=True, capture_output=True)
        (film,) = films.iterdir()
        boxes = self.boxes(self.folder, LAST)
        self.assertLess(self.contours(self.film(self.clip, LAST), self.film(film, LAST), boxes), GONE)


if __name__ == "__main__":
    unittest.main()

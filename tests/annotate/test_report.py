"""report.html in a browser: everybody of the records is there, and the filter shows who is asked for."""
import html.parser
import json
import pathlib
import shutil
import subprocess
import unittest
import urllib.parse

from annotate_case import PEDESTRIANS, PROGRAM, AnnotateCase

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page(html.parser.HTMLParser):
    """Which people's elements a page shows and hides, by what they are."""

    def __init__(self, text):
        super().__init__()
        self.shown = {"article": [], "div": [], "tr": []}
        self.hidden = {"article": [], "div": [], "tr": []}
        self.pictures, self.outside, self.texts = 0, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "data-identity" in attributes:
            target = self.hidden if "hidden" in attributes else self.shown
            target[tag].append(int(attributes["data-identity"]))
        if tag == "img":
            self.pictures += attributes["src"].startswith("data:image/jpeg;base64,")
        self.outside += [attributes[key] for key in ("src", "href") if key in attributes
                         and not attributes[key].startswith(("data:", "annotated.mp4"))
                         and "/annotated.mp4" not in attributes[key]]

    def handle_data(self, data):
        self.texts.append(data)


@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class Report(AnnotateCase):
    @staticmethod
    def identities(folder):
        lines = (folder / "records.jsonl").read_text().splitlines()
        return {record["identity"] for record in map(json.loads, lines)} - {None}

    def setUp(self):
        super().setUp()
        if not CHROMIUM:
            self.skipTest("no chromium is installed")

    def open(self, path, who=""):
        """The page as it is after its script has run."""
        address = pathlib.Path(path).as_uri() + (f"#who={urllib.parse.quote(who)}" if who else "")
        run = subprocess.run([CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000",
                              f"--user-data-dir={self.folder / 'browser'}", "--dump-dom", address],
                             capture_output=True, text=True, timeout=300, check=True)
        return Page(run.stdout)

    def test_everybody_is_there_and_the_filter_works(self):
        gallery, clips = self.folder / "people.gallery", []
        for name, change in (("yard.avi", "identity"), ("<i>gate.avi", "videoflip video-direction=horiz")):
            clips.append(self.make_people("clip.avi", change=change).rename(self.folder / name))
        run = self.annotate(clips, "--gallery", gallery, "--formats", "mp4,jsonl,html")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        subprocess.run([PROGRAM, "gallery", "rename", gallery, "1", "Anna & <b>Otto</b>"], check=True,
                       capture_output=True)
        run = self.annotate(clips, "--gallery", gallery, "--formats", "mp4,jsonl,html", "--overwrite")
        self.assertEqual((run.returncode, run.stderr), (0, ""))

        videos = [self.identities(self.output / name) for name in ("yard", "<i>gate")]
        everybody = set.union(*videos)
        self.assertIn(1, everybody)
        self.assertGreater(len(everybody), 1)
        page = self.open(self.output / "report.html")
        self.assertEqual(sorted(page.shown["article"]), sorted(everybody))
        self.assertEqual(sorted(page.shown["div"]), sorted([*videos[0], *videos[1]]))
        self.assertEqual(set(page.shown["tr"]), everybody)
        self.assertEqual((page.hidden["article"], page.hidden["tr"]), ([], []))
        self.assertEqual(page.pictures, 2 * len(everybody))  # plain and painted
        self.assertEqual(page.outside, [])
        self.assertIn("Anna & <b>Otto</b> (1)", page.texts)
        self.assertIn("<i>gate.avi", page.texts)

        for who, wanted in (("1", {1}), (f"{max(everybody)}, anna", {1, max(everybody)}),
                            ("nobody of this name", set()), ("yard", videos[0])):
            with self.subTest(who=who):
                page = self.open(self.output / "report.html", who)
                self.assertEqual(set(page.shown["article"]), wanted)
                self.assertEqual(set(page.hidden["article"]), everybody - wanted)
                self.assertEqual(set(page.shown["tr"]), wanted)
                self.assertEqual(set(page.shown["div"]), wanted)

    def test_the_report_of_one_video(self):
        self.assertEqual(self.annotate(self.make_people("yard.avi"), "--formats", "jsonl,html").returncode, 0)
        page = self.open(self.output / "report.html")
        self.assertEqual(set(page.shown["article"]), self.identities(self.output))
        self.assertIn("yard.avi", page.texts)


if __name__ == "__main__":
    unittest.main()

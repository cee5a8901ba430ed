"""samples/compare_people on pictures drawn here. Standard library only."""
import os
import pathlib
import subprocess
import tempfile
import unittest

SAMPLE = os.environ["COMPARE_PEOPLE"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = pathlib.Path(os.environ.get("BRNPA_MODEL", ROOT / "models" / "reid-live"))


def draw(path, shirt, trousers):
    """A figure of two colors in front of gray, 32 x 64 pixels, as PPM."""
    def color(x, y):
        if not 8 <= x < 24 or y < 8:
            return (128, 128, 128)
        return shirt if y < 36 else trousers
    path.write_bytes(b"P6 32 64 255\n" + bytes(v for y in range(64) for x in range(32) for v in color(x, y)))
    return path


class ComparePeople(unittest.TestCase):
    def setUp(self):
        if not (MODEL / "model.json").exists():
            self.skipTest(f"there is no model in {MODEL}")
        folder = tempfile.TemporaryDirectory(prefix="brnpa-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.red = draw(self.folder / "red.ppm", (200, 20, 20), (20, 20, 60))
        self.green = draw(self.folder / "green.ppm", (20, 160, 40), (220, 210, 190))

    def compare(self, first, second):
        return subprocess.run([SAMPLE, MODEL, first, second, self.folder / "overlay.png"], capture_output=True,
                              text=True, check=False)

    def test_a_picture_is_like_itself(self):
        run = self.compare(self.red, self.red)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertLess(abs(float(run.stdout.split()[1].rstrip(","))), 1e-4)
        self.assertIn("the same person", run.stdout)
        self.assertTrue((self.folder / "overlay.png").read_bytes().startswith(b"\x89PNG"))

    def test_the_distance_is_symmetric_and_larger_for_another_picture(self):
        there, back = (float(self.compare(*pair).stdout.split()[1].rstrip(","))
                       for pair in ((self.red, self.green), (self.green, self.red)))
        self.assertAlmostEqual(there, back, places=4)
        self.assertGreater(there, 1e-3)

    def test_a_picture_that_is_missing(self):
        run = self.compare(self.red, self.folder / "none.jpg")
        self.assertEqual(run.returncode, 3)
        self.assertIn("none.jpg", run.stderr)


if __name__ == "__main__":
    unittest.main()

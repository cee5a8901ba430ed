"""samples/gst-people.sh, and the plugin as GStreamer's own tools see it. Standard library only."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from pedestrians import PEDESTRIANS, ROOT, write_beginning  # noqa: E402

PROGRAM = os.environ["BRNPA"]
CLIP_TOOL = os.environ["CLIP_TOOL"]
BUILD, CMAKE = os.environ["BUILD"], os.environ["CMAKE"]
SCRIPT = ROOT / "samples" / "gst-people.sh"
ELEMENTS = ["brnpadetect", "brnpatrack", "brnpareid", "brnpagallery", "brnpaoverlay", "brnpametawriter"]


class GstPeople(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="brnpa test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # A registry of its own: what other plugins of this machine's user say is none of this test's business.
        self.environment = {**os.environ, "GST_REGISTRY": str(self.folder / "registry.bin")}

    def run_tool(self, *command):
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=self.environment)

    def test_inspection_names_every_element_without_complaint(self):
        run = self.run_tool("gst-inspect-1.0", "brnpa")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        for element in ELEMENTS:
            self.assertIn(element, run.stdout)
            run_one = self.run_tool("gst-inspect-1.0", element)
            self.assertEqual((run_one.returncode, run_one.stderr), (0, ""), element)

    def test_the_records_are_those_of_brnpa_annotate(self):
        if not PEDESTRIANS:
            self.skipTest("the pedestrian video of opencv-doc is not there")
        for model in ("reid-live", "person-detector"):
            if not (ROOT / "models" / model / "model.json").exists():
                self.skipTest(f"there is no model {model}")
        clip = self.folder / "people.avi"
        beginning = write_beginning(self.folder / "beginning.avi", frames=26)
        subprocess.run([CLIP_TOOL, "make", f"filesrc location=\"{beginning}\" ! decodebin ! videoconvert ! "
                        f"jpegenc quality=95 ! avimux ! filesink location=\"{clip}\""], check=True)
        results = self.folder / "results"
        run = self.run_tool(SCRIPT, clip, results)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(sorted(path.name for path in results.iterdir()), ["annotated.mp4", "records.jsonl"])

        annotated = self.folder / "annotated"
        subprocess.run([PROGRAM, "annotate", clip, "--output", annotated], check=True, capture_output=True)
        records = (results / "records.jsonl").read_text()
        self.assertEqual(records, (annotated / "records.jsonl").read_text())
        self.assertGreater(len(records.splitlines()), 50)
        frames = [len(json.loads(subprocess.run([CLIP_TOOL, "probe", folder / "annotated.mp4"], check=True,
                                                capture_output=True).stdout)["pts_ns"])
                  for folder in (results, annotated)]
        self.assertEqual(frames[0], frames[1])

    def test_the_installed_plugin_moved_elsewhere_finds_its_libraries_and_models(self):
        staged, moved = self.folder / "staged", self.folder / "moved"
        for component in ("runtime", "video"):
            subprocess.run([CMAKE, "--install", BUILD, "--component", component, "--prefix", staged], check=True,
                           capture_output=True)
        staged.rename(moved)
        plugin = next(moved.glob("**/libgstbrnpa.so"))
        self.environment["GST_PLUGIN_PATH"] = str(plugin.parent)
        self.assertIn(str(plugin), self.run_tool("gst-inspect-1.0", "brnpa").stdout)
        if not (ROOT / "models" / "reid-live" / "model.json").exists():
            self.skipTest("the models that ship are not there")
        run = self.run_tool("gst-launch-1.0", "-q", "videotestsrc", "num-buffers=3", "!", "brnpadetect", "!",
                            "brnpatrack", "!", "brnpareid", "!", "brnpagallery", "!", "fakesink")
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_a_video_that_is_missing(self):
        run = self.run_tool(SCRIPT, self.folder / "none.avi", self.folder / "results")
        self.assertNotEqual(run.returncode, 0)
        self.assertFalse((self.folder / "results" / "records.jsonl").exists())

    def test_the_wrong_number_of_arguments(self):
        run = self.run_tool(SCRIPT)
        self.assertEqual(run.returncode, 2)
        self.assertIn("gst-people.sh VIDEO FOLDER", run.stderr)


if __name__ == "__main__":
    unittest.main()

"""The installed program, moved to another place, finds its libraries and its model."""
import os
import subprocess
import unittest

from annotate_case import MODEL, ROOT, AnnotateCase

BUILD = os.environ["BUILD"]
CMAKE = os.environ["CMAKE"]


class Installed(AnnotateCase):
    def test_components_runtime_and_video_are_enough(self):
        staged, moved = self.folder / "staged", self.folder / "moved"
        for component in ("runtime", "video"):
            subprocess.run([CMAKE, "--install", BUILD, "--component", component, "--prefix", staged], check=True,
                           capture_output=True)
        staged.rename(moved)
        program = moved / "bin" / "brnpa"
        subprocess.run([program, "--version"], check=True, capture_output=True)
        if not (ROOT / "models" / "reid-live" / "model.json").exists():
            self.skipTest(f"the model that ships is not there, only {MODEL}")
        clip = self.make_clip("clip.avi", frames=3)
        run = subprocess.run([program, "annotate", clip, "--output", self.output], capture_output=True, text=True,
                             check=False)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assert_whole(self.output, frames=3)


if __name__ == "__main__":
    unittest.main()

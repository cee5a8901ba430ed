"""How much a frame allocates and copies once `brnpa annotate` is under way. Counts, which a busy machine does not change;
the limits are twice what was there when they were written."""
import os
import sys
import unittest

from annotate_case import MODEL, PEDESTRIANS, PROGRAM, ROOT

sys.path.insert(0, str(ROOT / "tools" / "bench"))
from allocations import FRAME_BYTES, per_frame  # noqa: E402

OURS = ("program", "libbrnpa_reid", "libopencv_brnpa")
MOST_OURS = 800          # allocations a frame, by our code
MOST_ALL = 4000          # by everything, oneDNN and GStreamer included
MOST_COPIED = 2 * FRAME_BYTES


class Allocations(unittest.TestCase):
    def test_a_frame(self):
        counter = os.environ.get("COUNTER")
        if not counter or not PEDESTRIANS or not (MODEL / "model.json").exists():
            self.skipTest("the counter, the video or the model is not there")
        measured = per_frame(PROGRAM, counter, str(PEDESTRIANS), short=20, long=50)
        allocations = {origin: count for (what, origin), (count, _) in measured.items() if what == "allocations"}
        copied = sum(size for (what, _), (_, size) in measured.items() if what == "copies")
        self.assertLess(sum(count for origin, count in allocations.items() if origin.startswith(OURS)), MOST_OURS,
                        allocations)
        self.assertLess(sum(allocations.values()), MOST_ALL, allocations)
        self.assertLess(copied, MOST_COPIED, measured)
        self.assertGreater(sum(allocations.values()), 0, "the counter counts")


if __name__ == "__main__":
    unittest.main()

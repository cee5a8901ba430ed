"""A published detection network on a frame with people: against boxes drawn by hand, and against OpenCV's own
DetectionModel."""
import os
import pathlib
import unittest

from annotate_case import PEDESTRIANS, ROOT
from detect_case import DetectCase

try:
    import cv2
except ImportError:
    cv2 = None

DATA = pathlib.Path(os.environ.get("BRNPA_DATA", ROOT.parent / "shared" / "data"))
NETWORK = DATA / "models" / "yolo-fastest-1.1_body" / "yolo-fastest-1.1_body.cfg"

# The three people of the first frame of vtest.avi, drawn by hand: left, top, right, bottom.
PEOPLE = [(253, 220, 281, 308), (502, 158, 530, 236), (641, 242, 683, 322)]


def overlap(box, corners):
    """Intersection over union of x, y, width, height and left, top, right, bottom."""
    x, y, width, height = box
    left, top, right, bottom = corners
    shared = (max(0, min(x + width, right) - max(x, left)) * max(0, min(y + height, bottom) - max(y, top)))
    return shared / (width * height + (right - left) * (bottom - top) - shared)


@unittest.skipUnless(NETWORK.exists(), "yolo-fastest-1.1_body is not on this machine; set BRNPA_DATA")
@unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
class YoloFastest(DetectCase):
    def first_frame(self, *options):
        line, = self.detected([PEDESTRIANS], "jsonl", self.folder / "a.jsonl", "--detector", NETWORK, "--max-frames", 1,
                              "--overwrite", *options)
        return [(tuple(one["box"].values()), one["confidence"]) for one in line["detections"]]

    def test_finds_the_people(self):
        sure = [box for box, confidence in self.first_frame() if confidence > 0.5]
        self.assertEqual(len(sure), len(PEOPLE))
        for person in PEOPLE:
            self.assertGreater(max(overlap(box, person) for box in sure), 0.7, person)

    def test_other_input_sizes_find_the_same_people(self):
        for size in ("416x320", "480x384"):
            with self.subTest(size=size):
                found = [box for box, _ in self.first_frame("--detector-size", size)]
                for person in PEOPLE:
                    self.assertGreater(max(overlap(box, person) for box in found), 0.6, person)

    @unittest.skipUnless(cv2 and hasattr(cv2, "dnn_DetectionModel"), "python3-opencv is not installed")
    def test_boxes_and_scores_are_those_of_opencvs_detection_model(self):
        ok, frame = cv2.VideoCapture(str(PEDESTRIANS)).read()
        self.assertTrue(ok)
        model = cv2.dnn_DetectionModel(str(NETWORK.with_suffix(".weights")), str(NETWORK))
        model.setInputParams(1 / 255, (320, 320), (0, 0, 0), True)
        _, scores, boxes = model.detect(frame, 0.5, 0.5)
        found = [(box, confidence) for box, confidence in self.first_frame() if confidence > 0.5]
        self.assertEqual(len(found), len(boxes))
        for x, y, width, height in boxes:
            box, confidence = max(found, key=lambda one: overlap(one[0], (x, y, x + width, y + height)))
            score = scores[[tuple(other) for other in boxes].index((x, y, width, height))]
            # Its boxes are whole pixels, and the two decoders of the film need not agree to the last bit.
            for value, other in zip(box, (x, y, width, height)):
                self.assertAlmostEqual(value, other, delta=2)
            self.assertAlmostEqual(confidence, float(score), delta=0.02)


if __name__ == "__main__":
    unittest.main()

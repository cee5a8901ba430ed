"""The files beside records.jsonl tell the same."""
import json
import re
import unittest

from annotate_case import PEDESTRIANS, AnnotateCase

FRAME_MS = 100  # of the pedestrian video


def parse_web_vtt(text):
    """Cues as (begin, end, text), times in milliseconds. As strict as https://www.w3.org/TR/webvtt1/ about a file's
    parts; no settings, identifiers or styles."""
    blocks = text.split("\n\n")
    if blocks.pop(0).rstrip("\n") != "WEBVTT":
        raise ValueError("the signature is missing")
    cues = []
    for block in blocks:
        timing, *lines = block.rstrip("\n").split("\n")
        stamp = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
        match = re.fullmatch(f"{stamp} --> {stamp}", timing)
        if not match or not lines or any("-->" in line or not line for line in lines):
            raise ValueError(f"no cue: {block!r}")
        numbers = [int(number) for number in match.groups()]
        begin, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (numbers[:4], numbers[4:]))
        if end <= begin or (cues and begin < cues[-1][0]):
            raise ValueError(f"times: {timing}")
        cues.append((begin, end, "\n".join(lines)))
    return cues


class Formats(AnnotateCase):
    def test_only_what_is_asked_for_is_written(self):
        clip = self.make_clip("clip.avi", frames=5)
        self.assertEqual(self.annotate(clip).returncode, 0)
        run = self.annotate(clip, "--formats", "coco,mot", "--overwrite")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        names = ["coco.json", "summary.json", "tracks.txt"]  # what is left would be another run's
        self.assertEqual(sorted(path.name for path in self.output.iterdir()), names)

    @unittest.skipUnless(PEDESTRIANS, "vtest.avi of the package opencv-doc is not here")
    def test_all_formats_tell_the_same(self):
        frames = 30
        run = self.annotate(PEDESTRIANS, "--max-frames", frames, "--formats", "jsonl,coco,vtt")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        records = [json.loads(line) for line in (self.output / "records.jsonl").read_text().splitlines()]
        self.assertTrue(any(record["identity"] for record in records))
        self.check_coco(json.loads((self.output / "coco.json").read_text()), records)
        self.check_web_vtt((self.output / "people.vtt").read_text(), records, frames)
        self.check_summary(json.loads((self.output / "summary.json").read_text()), records, frames)

    def check_coco(self, results, records):
        wanted = [{"image_id": record["frame"] + 1, "category_id": 1,
                   "bbox": [record["box"][key] for key in ("x", "y", "width", "height")],
                   "score": record["confidence"], "track_id": record["track_id"], "identity": record["identity"]}
                  for record in records]
        self.assertEqual(results, wanted)

    @staticmethod
    def in_view(records, frames):
        """The identities of each frame."""
        sets = [set() for _ in range(frames)]
        for record in records:
            if record["identity"]:
                sets[record["frame"]].add(record["identity"])
        return sets

    def check_web_vtt(self, text, records, frames):
        cues = parse_web_vtt(text)
        self.assertGreater(len(cues), 0)
        told = [set() for _ in range(frames)]
        for index, (begin, end, line) in enumerate(cues):
            self.assertEqual((begin % FRAME_MS, end % FRAME_MS), (0, 0))
            people = {int(number) for number in re.findall(r"ID (\d+)", line)}
            for frame in range(begin // FRAME_MS, end // FRAME_MS):
                self.assertEqual(told[frame], set(), "cues overlap")
                told[frame] = people
            if index and cues[index - 1][1] == begin:
                self.assertNotEqual(line, cues[index - 1][2], "one stretch is one cue")
        self.assertEqual(told, self.in_view(records, frames))

    def check_summary(self, summary, records, frames):
        self.assertEqual((summary["frames"], summary["whole"]), (frames, True))
        self.assertEqual(summary["tracks"], len({record["track_id"] for record in records}))
        sets = self.in_view(records, frames)
        self.assertEqual({person["identity"] for person in summary["people"]}, set.union(*sets))
        for person in summary["people"]:
            seen = {frame for frame in range(frames) if person["identity"] in sets[frame]}
            spans = [(begin // (FRAME_MS * 10**6), end // (FRAME_MS * 10**6)) for begin, end in person["in_view_ns"]]
            told = {frame for begin, end in spans for frame in range(begin, end)}
            self.assertLessEqual(seen, told)
            self.assertEqual({begin for begin, _ in spans} - seen, set(), "a stretch begins with a frame in view")
            for frame in told - seen:  # absences of less than a second are none
                self.assertTrue(set(range(frame - 10, frame)) & seen and set(range(frame, frame + 10)) & seen)


if __name__ == "__main__":
    unittest.main()

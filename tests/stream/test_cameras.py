"""Cameras: an RTSP server on this machine that goes away, comes back, and changes its size."""
import json
import unittest

from stream_case import StreamCase, free_port


class Cameras(StreamCase):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.statistics = self.folder / "statistics.json"

    def serve(self, source):
        server = self.start(source, "--rtsp", self.port, "--status-every", 0.2)
        server.wait_for_words("frames/s")
        return server

    def watch(self, *more):
        return self.start(f"gate=rtsp://user:secret@127.0.0.1:{self.port}/cam", "--patience", 2, "--status-every", 0.2,
                          "--statistics", self.statistics, "--record", self.folder / "films", *more)

    def end(self, viewer):
        self.assertEqual(viewer.interrupt(), 130)
        said = "".join(viewer.said)
        self.assertNotIn("secret", said)
        text = self.statistics.read_text()
        self.assertNotIn("secret", text)
        return json.loads(text)["sources"][0], said

    def test_a_camera_that_is_killed_and_comes_back(self):
        server = self.serve("cam=test")
        viewer = self.watch()
        viewer.wait_for_words("behind the camera")
        server.kill()
        viewer.wait_for_words("Trying again until it answers")
        self.serve("cam=test")
        viewer.wait_for_words("is there after")
        viewer.wait_for_words("reconnected 1 time")
        source, _ = self.end(viewer)
        self.assertEqual(source["reconnects"], 1)
        self.assertGreater(source["away_seconds"], 0)
        frames = source["frames"]
        # With each of the two connections one frame may have been waiting at its end.
        self.assertIn(frames["decoded"] - frames["dropped"] - frames["processed"], (0, 1, 2))
        (film,) = (self.folder / "films").iterdir()
        self.assertEqual(len(self.frames_of(film)), frames["processed"])

    def test_a_camera_that_is_not_there_yet(self):
        viewer = self.watch()
        viewer.wait_for_words("Trying again until it answers")
        self.serve("cam=test")
        viewer.wait_for_words("behind the camera")
        source, _ = self.end(viewer)
        self.assertGreater(source["frames"]["processed"], 0)

    def test_a_camera_that_comes_back_with_another_size(self):
        large, small = self.cut(60, "large.mp4"), self.cut(60, "small.mp4", size=(384, 288))
        server = self.start(f"cam={large}", "--live", "--rtsp", self.port, "--status-every", 0.2)
        server.wait_for_words("frames/s")
        viewer = self.watch("--records", self.records)
        viewer.wait_for(lambda: self.records.exists() and self.records.read_text().count("\n") > 20, "records")
        server.kill()
        viewer.wait_for_words("Trying again")
        before = len(self.read_records())
        server = self.start(f"cam={small}", "--live", "--rtsp", self.port, "--status-every", 0.2)
        viewer.wait_for_words("is there after")
        viewer.wait_for(lambda: len(self.records.read_text().splitlines()) > before + 20, "more records")
        self.end(viewer)
        records = self.read_records()
        self.assertGreater(max(r["box"]["x"] + r["box"]["width"] for r in records[:before]), 400)
        self.assertLess(max(r["box"]["x"] + r["box"]["width"] for r in records[-10:]), 384.01)
        earlier = {r["track_id"] for r in records[:before]}
        self.assertFalse(earlier & {r["track_id"] for r in records[-10:]}, "a track went on over the break")
        (film,) = (self.folder / "films").iterdir()
        self.assertEqual(set(self.frames_of(film)), {(768, 576)})


if __name__ == "__main__":
    unittest.main()

"""`brnpa stream --window` on a virtual screen. Wants Xvfb and python3-xlib; skipped without them."""
import os
import shutil
import subprocess
import unittest

try:
    from Xlib import X, display, error
    from Xlib.protocol import event
except ImportError:
    display = None

from stream_case import PATIENCE, StreamCase, free_port

SCREEN = (1024, 768)


class Window(StreamCase):
    def setUp(self):
        super().setUp()
        if not shutil.which("Xvfb") or display is None:
            self.skipTest("Xvfb or python3-xlib is not installed")
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "%dx%dx24" % SCREEN, "-noreset"],
                                  pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        with os.fdopen(read) as number:
            name = ":" + number.readline().strip()
        before = os.environ.get("DISPLAY")
        os.environ["DISPLAY"] = name
        self.addCleanup(lambda: os.environ.pop("DISPLAY") if before is None else os.environ.update(DISPLAY=before))
        self.display = display.Display(name)
        self.addCleanup(self.display.close)

    def windows(self):
        found = {}
        for window in self.display.screen().root.query_tree().children:
            try:
                title = window.get_wm_name()
            except error.BadWindow:  # gone since
                continue
            if title:
                found[title] = window
        return found

    def close(self, window):
        """What a window manager sends for the button in the corner."""
        atom = self.display.intern_atom
        message = event.ClientMessage(window=window, client_type=atom("WM_PROTOCOLS"),
                                      data=(32, [atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0]))
        window.send_event(message)
        self.display.flush()

    def colors(self, window):
        """How many different pixels it shows."""
        size = window.get_geometry()
        pixels = window.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFF).data
        return len({pixels[i:i + 4] for i in range(0, len(pixels), 4)})

    def test_each_source_has_a_window_which_ends_it(self):
        run = self.start("yard=test", "gate=test", "--window", "--statistics", self.folder / "statistics.json")
        run.wait_for(lambda: {"yard : brnpa", "gate : brnpa"} <= set(self.windows()), "two windows with titles")
        yard, gate = self.windows()["yard : brnpa"], self.windows()["gate : brnpa"]
        run.wait_for(lambda: self.colors(gate) > 1, "a picture")
        self.close(yard)
        run.wait_for(lambda: "yard : brnpa" not in self.windows(), "the end of one window")
        self.assertIn("gate : brnpa", self.windows())
        self.close(gate)
        self.assertEqual(run.process.wait(PATIENCE), 0, "".join(run.said))

    def test_it_may_be_closed_while_the_camera_is_away(self):
        port, films = free_port(), self.folder / "films"
        camera = self.start("cam=test", "--rtsp", port, "--status-every", 0.2)
        camera.wait_for_words("frames/s")
        run = self.start(f"gate=rtsp://127.0.0.1:{port}/cam", "--patience", 1, "--window", "--record", films)
        run.wait_for(lambda: "gate : brnpa" in self.windows(), "a window")
        said = len(run.said)
        camera.kill()
        run.wait_for(lambda: any("Trying again until it answers" in line for line in run.said[said:]), "a loss")
        self.close(self.windows()["gate : brnpa"])
        self.assertEqual(run.process.wait(PATIENCE), 0, "".join(run.said))
        (film,) = films.iterdir()
        self.assertGreater(len(self.frames_of(film)), 0)

    def test_without_a_desktop(self):
        del os.environ["DISPLAY"]
        self.addCleanup(os.environ.setdefault, "DISPLAY", "")
        os.environ.pop("WAYLAND_DISPLAY", None)
        run = self.stream("test", "--window", "--for", 5, code=4)
        self.assertIn("neither DISPLAY nor WAYLAND_DISPLAY is set", run.stderr)


if __name__ == "__main__":
    unittest.main()

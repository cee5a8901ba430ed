"""Cameras of this machine: the kernel's vivid driver, which is a webcam without hardware, unplugged, frozen, in use by
somebody else; and pictures of people as JPEG, where the module v4l2loopback can be had.

Wants root, v4l-utils and nobody's camera to be missed: modules are loaded and drivers unbound. v4l2_in_qemu.py runs it
in a virtual machine, with MODULES, a folder for modprobe, and V4L2LOOPBACK, the file of that module.
"""
import glob
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from stream_case import PATIENCE, PEDESTRIANS, PROGRAM, StreamCase

VIVID = pathlib.Path("/sys/bus/platform/drivers/vivid")
NAME = "vivid.0"
SMALL = ["--detector-size", "64x64"]  # the camera is what is tested, and a virtual machine is slow
STATUS = ["--status-every", 1]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{command}: {done.stderr}")
    return done.stdout


def modprobe(*arguments):
    folder = ["-d", os.environ["MODULES"]] if "MODULES" in os.environ else []
    run("modprobe", *folder, *arguments)


def device(capability):
    """The file in /dev of vivid that can do this."""
    for path in sorted(glob.glob("/dev/video*")):
        text = run("v4l2-ctl", "-d", path, "--info")
        if "vivid" in text and capability in text.split("Device Caps")[1]:
            return path
    raise AssertionError(f"vivid has no {capability}")


class V4l2(StreamCase):
    @classmethod
    def setUpClass(cls):
        if not VIVID.exists():
            try:
                modprobe("vivid", "n_devs=1")
            except (AssertionError, FileNotFoundError) as reason:
                raise unittest.SkipTest(f"the driver vivid cannot be loaded: {reason}")

    def setUp(self):
        super().setUp()
        self.camera = device("Video Capture")
        self.statistics = self.folder / "statistics.json"
        run("v4l2-ctl", "-d", self.camera, "-c", "percentage_of_dropped_buffers=0")

    def watch(self, *more):
        return self.start(f"door={self.camera}", *SMALL, *STATUS, "--statistics", self.statistics, *more)

    def end(self, viewer):
        self.assertEqual(viewer.interrupt(), 130)
        return json.loads(self.statistics.read_text())["sources"][0]

    def say_size(self, size, *more):
        viewer = self.watch(*more)
        viewer.wait_for_words("behind the camera")
        source = self.end(viewer)
        self.assertEqual(source["size"], dict(zip(("width", "height"), size)))
        self.assertGreater(source["frames"]["processed"], 0)
        return source

    def test_a_fluent_mode_and_not_the_largest(self):
        source = self.say_size((640, 480))
        self.assertEqual(source["reconnects"], 0)
        frames = source["frames"]
        self.assertIn(frames["decoded"] - frames["dropped"] - frames["processed"], (0, 1))

    def test_the_size_that_is_asked_for(self):
        self.say_size((320, 180), "--camera-size", "320x180")

    def test_unplugged_and_plugged_in_again(self):
        # A new device may get another number while the lost one is still open: the name made by udev goes on. There is
        # no udev here.
        link = pathlib.Path("/dev/v4l/by-id/webcam")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(self.camera)
        self.addCleanup(link.unlink)
        self.camera = link
        viewer = self.watch("--record", self.folder / "films")
        viewer.wait_for_words("behind the camera")
        self.addCleanup(lambda: (VIVID / NAME).exists() or (VIVID / "bind").write_text(NAME))
        (VIVID / "unbind").write_text(NAME)
        link.unlink()
        viewer.wait_for_words("Trying again until it answers")
        viewer.wait_for_words("is not plugged in")
        (VIVID / "bind").write_text(NAME)
        link.symlink_to(device("Video Capture"))
        viewer.wait_for_words("is there after")
        viewer.wait_for_words("reconnected 1 time")
        source = self.end(viewer)
        self.assertEqual(source["reconnects"], 1)
        (film,) = (self.folder / "films").iterdir()
        self.assertEqual(set(self.frames_of(film)), {(640, 480)})

    def test_not_plugged_in_yet(self):
        (VIVID / "unbind").write_text(NAME)
        self.addCleanup(lambda: (VIVID / NAME).exists() or (VIVID / "bind").write_text(NAME))
        viewer = self.watch()
        viewer.wait_for_words(f"There is no {self.camera}: it is not plugged in.")
        (VIVID / "bind").write_text(NAME)
        viewer.wait_for_words("behind the camera")
        self.assertGreater(self.end(viewer)["frames"]["processed"], 0)

    def test_frozen(self):
        viewer = self.watch("--patience", 5)
        viewer.wait_for_words("behind the camera")
        run("v4l2-ctl", "-d", self.camera, "-c", "percentage_of_dropped_buffers=100")
        viewer.wait_for_words("gave no picture")
        run("v4l2-ctl", "-d", self.camera, "-c", "percentage_of_dropped_buffers=0")
        viewer.wait_for_words("is there after")
        self.assertEqual(self.end(viewer)["reconnects"], 1)

    def test_in_use_by_another_program(self):
        other = subprocess.Popen(["v4l2-ctl", "-d", self.camera, "--stream-mmap"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        self.addCleanup(lambda: (other.kill(), other.wait(), other.stderr.close()))
        other.stderr.read(1)  # it says something with the first picture
        viewer = self.watch()
        viewer.wait_for_words("is in use by another program")
        other.kill()
        viewer.wait_for_words("behind the camera")
        self.end(viewer)

    def refused(self, camera, *before):
        done = subprocess.run([*before, PROGRAM, "stream", camera], capture_output=True, text=True, timeout=PATIENCE,
                              check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        return done.stderr

    def test_what_is_no_camera(self):
        for other in (device("Video Output"), device("Metadata Capture")):
            said = self.refused(other)
            self.assertIn("gives no pictures. Cameras of this machine: " + self.camera, said)

    def test_not_permitted(self):
        shutil.chown(self.camera, group="video")
        os.chmod(self.camera, 0o660)
        nobody = ["setpriv", "--reuid", "65534", "--clear-groups"]
        self.assertIn("members of the group video may", self.refused(self.camera, *nobody))

    def test_pictures_as_jpeg(self):
        self.need_pedestrians()
        module = os.environ.get("V4L2LOOPBACK")
        if not module:
            self.skipTest("the module v4l2loopback is not there: Debian's package v4l2loopback-dkms has its source")
        if not pathlib.Path("/dev/video40").exists():
            run("insmod", module, "devices=1", "video_nr=40", "card_label=Door", "exclusive_caps=1")
        clip = self.folder / "people.avi"
        subprocess.run(["ffmpeg", "-v", "error", "-t", "10", "-i", PEDESTRIANS, "-c:v", "mjpeg", "-q:v", "4", "-an",
                        clip], check=True)
        sender = subprocess.Popen(["ffmpeg", "-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f",
                                   "v4l2", "/dev/video40"])
        self.addCleanup(lambda: (sender.kill(), sender.wait()))
        self.camera = "/dev/video40"
        viewer = self.watch()
        viewer.wait_for_words("frames/s of 768x576")
        viewer.wait_for_words("behind the camera")
        source = self.end(viewer)
        self.assertEqual(source["size"], {"width": 768, "height": 576})


if __name__ == "__main__":
    unittest.main()

"""What the end-to-end tests of `brnpa detect` share. Standard library only."""
import json
import signal
import subprocess

from annotate_case import PROGRAM, AnnotateCase


class DetectCase(AnnotateCase):
    def make_picture(self, name, size=(320, 240)):
        encode = "jpegenc" if name.endswith(".jpg") else "pngenc"
        return self.make_clip(name, frames=1, size=size, encode=encode)

    def detect_command(self, inputs, form, output, *options):
        return [PROGRAM, "detect", *map(str, inputs), "--format", form, "--output", str(output), *map(str, options)]

    def detect(self, inputs, form, output, *options):
        return subprocess.run(self.detect_command(inputs, form, output, *options), capture_output=True, text=True,
                              check=False)

    def detected(self, inputs, form, output, *options):
        """Runs without a complaint. Returns what the file holds: parsed, by line where it has lines."""
        run = self.detect(inputs, form, output, *options)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        return self.contents(form, output)

    @staticmethod
    def contents(form, path):
        if form == "coco":
            return json.loads(path.read_text())
        parse = json.loads if form == "jsonl" else lambda line: [float(number) for number in line.split(",")]
        return [parse(line) for line in path.read_text().splitlines()]

    def start_detect(self, *arguments):
        """Runs in the background; returns when the work has begun."""
        process = subprocess.Popen(self.detect_command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True, restore_signals=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.addCleanup(self.stop, process)
        self.assertIn("Looking", process.stdout.readline())
        return process

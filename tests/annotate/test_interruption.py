"""Ctrl-C, kill, and two programs at once."""
import re
import signal
import time
import unittest

from annotate_case import RESULTS, AnnotateCase

FRAMES = 3000


class Interruption(AnnotateCase):
    def setUp(self):
        super().setUp()
        self.clip = self.make_clip("long.avi", frames=FRAMES)

    def start_and_let_work(self):
        process = self.start(self.clip, "--detect-every", 1)
        time.sleep(1)
        self.assertIsNone(process.poll(), "the clip is too short for this test")
        return process

    def finish(self, process):
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def test_a_signal_finishes_the_file(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                self.output = self.folder / f"after signal {number.value}"
                process = self.start_and_let_work()
                process.send_signal(number)
                code, out, err = self.finish(process)
                self.assertEqual(code, 130)
                self.assert_one_sentence(err)
                frames = int(re.search(r"first (\d+) frames?", err)[1])
                self.assertTrue(0 < frames < FRAMES)
                self.assert_whole(self.output, frames=frames)
                self.assertIn("Results in", out)

    def test_two_signals_leave_all_or_nothing(self):
        process = self.start_and_let_work()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)  # another number, since two of one kind may melt into one
        code, _, _ = self.finish(process)
        self.assertEqual(code, 130)
        if self.output.exists():
            self.assert_whole(self.output)

    def test_kill_leaves_nothing_under_a_final_name_and_the_next_run_works(self):
        process = self.start_and_let_work()
        process.kill()
        self.finish(process)
        for name in RESULTS:
            self.assertFalse((self.output / name).exists())
        self.assertEqual(self.annotate(self.clip, "--max-frames", 3).returncode, 0)
        self.assert_whole(self.output, frames=3)

    def test_a_second_program_keeps_out(self):
        process = self.start_and_let_work()
        self.assert_refused(self.annotate(self.clip, "--max-frames", 3), 4, self.output)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(process)[0], 130)
        self.assert_whole(self.output)


if __name__ == "__main__":
    unittest.main()

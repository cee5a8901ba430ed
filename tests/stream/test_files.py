"""Files as sources, records, recordings, options."""
import errno
import json
import os
import pathlib
import subprocess
import time
import unittest

from stream_case import PATIENCE, PROGRAM, StreamCase


class Files(StreamCase):
    def test_every_frame_of_a_file_counts_and_records_are_those_of_annotate(self):
        clip = self.cut(3)
        statistics = json.loads(self.stream(clip, "--records", self.records, "--record", self.folder / "films",
                                            "--statistics", "-").stdout)
        subprocess.run([PROGRAM, "annotate", clip, "--output", self.folder / "annotated", "--quiet"], check=True)
        expected = [json.loads(line)
                    for line in (self.folder / "annotated" / "records.jsonl").read_text().splitlines()]
        found = self.read_records()
        self.assertGreater(len(found), 30)
        for record in found:
            self.assertEqual(record.pop("camera"), "clip")
            self.assertRegex(record.pop("time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(found, expected)

        frames = len(self.frames_of(clip))
        source = statistics["sources"][0]
        self.assertEqual(source["frames"], {"decoded": frames, "dropped": 0, "processed": frames})
        self.assertIsNone(source["latency_ms"])
        self.assertEqual(source["tracks"], len({record["track_id"] for record in found}))
        (film,) = (self.folder / "films").iterdir()
        self.assertRegex(film.name, r"^clip-\d{8}-\d{6}\.mp4$")
        self.assertEqual(len(self.frames_of(film)), frames)

    def test_threads_wait_briefly_unless_the_user_says_something(self):
        names = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")
        others = {name: value for name, value in os.environ.items() if name not in names}
        for given, expected in (({}, b"GOMP_SPINCOUNT=1000"), ({"OMP_WAIT_POLICY": "active"}, b"OMP_WAIT_POLICY=active"),
                                ({"GOMP_SPINCOUNT": "7"}, b"GOMP_SPINCOUNT=7")):
            process = subprocess.Popen([PROGRAM, "stream", "test", "--quiet"], env={**others, **given})
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)
            # libgomp reads what the program was started with.
            environment = pathlib.Path(f"/proc/{process.pid}/environ")
            deadline = time.monotonic() + PATIENCE
            while expected not in environment.read_bytes().split(b"\0"):
                self.assertLess(time.monotonic(), deadline, f"{expected} is not in the environment")
                time.sleep(0.05)

    def test_a_file_played_as_a_camera_drops_what_it_cannot_follow(self):
        clip = self.cut(4)
        source = json.loads(self.stream(clip, "--live", "--detector", "hog", "--detect-every", 1, "--statistics",
                                        "-").stdout)["sources"][0]
        frames = source["frames"]
        self.assertEqual(frames["decoded"], frames["dropped"] + frames["processed"])
        self.assertEqual(frames["decoded"], 40)  # HOG takes longer than the tenth of a second that a frame lasts
        self.assertGreater(frames["dropped"], 0)
        # A queue would grow with every frame: one detection behind, and never more.
        self.assertLess(source["latency_ms"]["max"], 3 * source["stages_ms"]["people"]["max"] + 1000)

    def test_sources_share_one_gallery(self):
        gallery = self.folder / "people.gallery"
        clip = self.cut(4)
        self.stream(clip, "--gallery", gallery)
        known = json.loads(subprocess.run([PROGRAM, "gallery", "list", gallery, "--json"], check=True,
                                          capture_output=True, text=True).stdout)
        self.stream(f"yard={clip}", f"gate={clip}", "--gallery", gallery, "--records", self.records)
        seen = {camera: {record["identity"] for record in self.read_records() if record["camera"] == camera} - {None}
                for camera in ("yard", "gate")}
        numbers = {person["identity"] for person in known["people"]}
        self.assertGreater(len(numbers), 2)
        self.assertEqual(seen["yard"], numbers)
        self.assertEqual(seen["gate"], numbers)

    def test_hls(self):
        web = self.folder / "web"
        self.stream("test", "--hls", web, "--for", 4)
        playlist = (web / "test.m3u8").read_text()
        self.assertIn("#EXTM3U", playlist)
        pieces = [line for line in playlist.splitlines() if line.endswith(".ts")]
        self.assertGreaterEqual(len(pieces), 1)
        self.assertGreater(len(self.frames_of(web / pieces[0])), 10)

    def test_options_from_a_file(self):
        config = self.folder / "cameras.toml"
        config.write_text('[stream]\nsource = ["pattern=test"]\nfor = 1\nstatistics = "-"\n')
        run = subprocess.run([PROGRAM, "--config", config, "stream"], capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(run.stdout)["sources"][0]["name"], "pattern")

    def test_the_file_may_be_named_behind_the_command(self):
        config = self.folder / "cameras.toml"
        config.write_text('[stream]\nfor = 1\nstatistics = "-"\n\n[annotate]\nanonymise = true\n')
        for arguments in (["--config", config, "one=test"], ["one=test", "--config", config]):
            run = self.stream(*arguments)
            self.assertEqual([source["name"] for source in json.loads(run.stdout)["sources"]], ["one"])

    def test_quiet_leaves_the_statistics(self):
        run = self.stream("test", "--for", 1, "-q", "--statistics", "-")
        self.assertEqual(json.loads(run.stdout)["sources"][0]["name"], "test")
        self.assertEqual(run.stderr, "")

    def test_at_the_end_it_tells_what_came_and_where_it_went(self):
        clip, films, statistics = self.cut(1), self.folder / "films", self.folder / "s.json"
        run = self.stream(f"yard={clip}", f"yard={clip}", "--record", films, "--records", self.records, "--statistics",
                          statistics)
        frames = len(self.frames_of(clip))
        for name in ("yard", "yard-2"):
            self.assertRegex(run.stdout, rf"(?m)^{name} +{frames} frames in .*, 0 dropped: ")
        self.assertRegex(run.stdout, r"(?m)^yard-2 +is called so because a source before it is called yard$")
        self.assertIn(f"films in {films}, records in {self.records}, statistics in {statistics}\n", run.stdout)
        self.assertEqual(len(json.loads(statistics.read_text())["sources"]), 2)

    def test_stages(self):
        clip = self.cut(3)
        run = self.stream(clip, "--detector", "hog", "--detect-every", 5, "--status-every", 0.3, "--record",
                          self.folder / "films", "--statistics", "-")
        source = json.loads(run.stdout)["sources"][0]
        frames, stages = len(self.frames_of(clip)), source["stages"]
        self.assertEqual(list(stages), ["decode", "detect", "track", "embed", "identify", "draw", "show", "record"])
        for name, stage in stages.items():
            self.assertEqual((stage["in"], stage["out"], stage["dropped"]), (frames, frames, 0), name)
            times = stage["latency_ms"]
            self.assertLessEqual(times["p50"], times["p95"])
            self.assertLessEqual(times["p95"], times["max"])
        self.assertEqual(stages["detect"]["worked"], -(-frames // 5))
        self.assertLessEqual(stages["embed"]["worked"], frames)
        self.assertEqual(stages["draw"]["worked"], frames)
        # A frame with a detection is among those of all people.
        self.assertLessEqual(stages["detect"]["latency_ms"]["max"], source["stages_ms"]["people"]["max"])
        work = ("detect", "track", "embed", "identify")
        total = sum(stages[name]["worked"] * stages[name]["latency_ms"]["mean"] for name in work)
        self.assertLessEqual(total, frames * source["stages_ms"]["people"]["mean"] + 1)
        self.assertRegex(run.stderr, r"ms of stages \(95 %\): .*detect \d+ \(\d+\)")


    def test_all_results_in_one_new_folder(self):
        results = self.folder / "results"
        self.stream("test", "--for", 1, "--record", results, "--records", results / "records.jsonl", "--statistics",
                    results / "statistics.json", "-q")
        self.assertEqual(len(list(results.glob("*.mp4"))), 1)
        self.assertTrue((results / "statistics.json").exists() and (results / "records.jsonl").exists())


class Faults(StreamCase):
    def test_one_sentence(self):
        (self.folder / "text.mp4").write_text("no video")
        for arguments, code, words in ((["/nowhere.mp4"], 3, "/nowhere.mp4"),
                                       ([self.folder / "text.mp4"], 3, "text.mp4"),
                                       ([], 2, "source"),
                                       (["test", "--rtsp", 70000], 2, "--rtsp"),
                                       (["test", "--record", "/dev/null/x"], 4, "/dev/null/x"),
                                       (["test", "--records", "/nowhere/r.jsonl"], 4, "/nowhere/r.jsonl"),
                                       (["test", "--model", "/nowhere"], 3, "/nowhere")):
            with self.subTest(arguments=arguments):
                run = self.stream(*arguments, code=code)
                self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
                self.assertIn(words, run.stderr)

    def refused(self, *arguments, code=3):
        """The one sentence, of a run that has touched nothing."""
        before = {path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        said = self.stream(*arguments, code=code)
        self.assertEqual({path: path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}, before)
        self.assertEqual(said.stdout, "")
        self.assertEqual(len(said.stderr.splitlines()), 1, said.stderr)
        return said.stderr

    def test_files_that_are_no_results_of_it_are_left_alone(self):
        clip, note = self.folder / "clip.mp4", self.folder / "note.txt"
        clip.write_bytes(b"\0\0\0\x20ftypisom")  # nothing reads it
        note.write_text("remember the milk\nand more")
        (self.folder / "link.json").symlink_to(clip)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        gallery = self.folder / "people.gallery"
        for option, file, words in (("--records", note, "something other than records"),
                                    ("--records", clip, "would overwrite the source"),
                                    ("--records", gallery, "would overwrite the gallery"),
                                    ("--record", clip, "would overwrite the source"),
                                    ("--statistics", clip, "would overwrite the source"),
                                    ("--statistics", self.folder / "link.json", "would overwrite the source"),
                                    ("--statistics", self.folder / "." / "people.gallery", "overwrite the gallery"),
                                    ("--statistics", self.folder, "is not a file"),
                                    ("--statistics", pipe, "is not a file")):
            with self.subTest(option=option, file=file):
                self.assertIn(words, self.refused(clip, "--gallery", gallery, option, file))
        self.assertIn("would overwrite the records",
                      self.refused(clip, "--records", self.records, "--statistics", self.records))
        self.assertIn("would overwrite the source", self.refused(f"file://{clip}", "--statistics", clip))

    def test_statistics_that_cannot_be_written_are_told_before_the_work(self):
        nowhere = self.folder / "nowhere" / "s.json"
        self.assertIn(str(nowhere), self.refused("test", "--for", 5, "--statistics", nowhere, code=4))

    def test_sources_that_do_not_exist_are_told_before_the_work(self):
        self.assertIn("no video file nofile.avi",
                      self.refused("test", "nofile.avi", "--for", 5, "--gallery", self.folder / "people.gallery"))
        self.assertIn("is a folder", self.refused("test", self.folder, "--for", 5))

    def test_a_config_file_that_is_not_understood(self):
        config = self.folder / "cameras.toml"
        for text, words in (("[stream]\nanonymse = true\n", "line 2: brnpa stream has no option anonymse"),
                            ("[stream]\ncamera_size = '640x480'\n", "no option camera_size"),
                            ("[annotate]\nanonymse = true\n", "line 2: brnpa annotate has no option anonymse"),
                            ("[anotate]\nanonymise = true\n", "line 1: brnpa has no command anotate"),
                            ("anonymise = true\n", "line 1: brnpa has no option anonymise"),
                            ("[stream\nanonymise = true\n", "line 1: "),
                            ("[stream]\nanonymise = ture\n", "line 2: ")):
            with self.subTest(text=text):
                config.write_text(text)
                said = self.refused("test", "--for", 1, "--config", config, code=2)
                self.assertIn(str(config), said)
                self.assertIn(words, said)

    def test_names_say_which_letters_they_may_have(self):
        for name in ("my cam", "T\u00fcr", ""):
            said = self.refused(f"{name}=test", "--for", 1, code=2)
            self.assertIn(f'"{name}" cannot name a source', said)
            self.assertIn("letters a to z, digits", said)

    def test_a_source_that_fails_is_told_at_once_and_the_others_go_on(self):
        broken = self.folder / "text.mp4"
        broken.write_text("no video")
        running = self.start("test", f"broken={broken}", "--status-every", 0.5, "--statistics", self.folder / "s.json")
        running.wait_for(lambda: any(line.startswith("broken ") for line in running.said), "the failure")
        told = len(running.said)
        running.wait_for(lambda: "frames/s" in "".join(running.said[told:]), "a status of the other")
        self.assertEqual(running.interrupt(), 3)
        self.assertTrue(running.said[-1].startswith("brnpa: ") and "text.mp4" in running.said[-1], running.said[-1])
        self.assertEqual(len(json.loads((self.folder / "s.json").read_text())["sources"]), 2)

    def test_a_full_disk_is_named_and_leaves_the_statistics(self):
        clip, statistics = self.cut(3), self.folder / "s.json"
        script = "ulimit -f 8; exec \"$@\""  # blocks of 512 or 1024 bytes: fewer than the records have, more than JSON
        run = subprocess.run(["bash", "-c", script, "bash", PROGRAM, "stream", clip, "--records", self.records,
                              "--statistics", statistics], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 4, run.stderr)
        self.assertIn(os.strerror(errno.EFBIG), run.stderr)
        self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
        stages = json.loads(statistics.read_text())["sources"][0]["stages"]
        self.assertLessEqual(stages["record"]["dropped"], 1)

    def test_a_damaged_file_gives_what_it_has(self):
        clip = self.cut(4, name="clip.ts")
        data = bytearray(clip.read_bytes())
        middle = len(data) // 2
        data[middle:middle + 4000] = bytes(4000)
        clip.write_bytes(data)
        run = self.stream(clip, "--statistics", "-")
        processed = json.loads(run.stdout)["sources"][0]["frames"]["processed"]
        self.assertGreater(processed, 20)
        self.assertLess(processed, 41)

    def test_kill_leaves_a_film_that_plays_and_whole_records(self):
        clip = self.cut(60)
        films = self.folder / "films"
        running = self.start(clip, "--live", "--record", films, "--records", self.records, "--status-every", 0.5)
        running.wait_for(lambda: self.records.exists() and len(self.records.read_text().splitlines()) > 100, "records")
        running.kill()
        (film,) = films.iterdir()
        self.assertGreater(len(self.frames_of(film)), 10)
        whole = self.records.read_text().rpartition("\n")[0].splitlines()
        for line in whole:
            json.loads(line)
        with self.records.open("a") as file:
            file.write('{"schema_version": ')  # what a power cut may leave
        self.stream(self.cut(2, "next.mp4", begin=20), "--records", self.records)
        lines = [json.loads(line) for line in self.records.read_text().splitlines()]
        self.assertEqual(lines[:len(whole)], [json.loads(line) for line in whole])
        self.assertEqual(lines[-1]["camera"], "next")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Who was seen when, and where the network looked to tell people apart: reads what brnpa annotate or brnpa stream recorded.

    people_in_records.py RECORDS.jsonl

Prints a table with a line for each person; the last columns are the mean heights of the attention maps' parts in the
person's box, 0 at its top and 1 at its bottom. The fields of a record are described in pipelines/reid/docs/records.md.
"""
import collections
import json
import sys

SCHEMA_VERSION = 4
NS_PER_SECOND = 1e9


class Person:
    """What the records say about one identity."""

    def __init__(self):
        self.name = None
        self.cameras = set()
        self.times = []  # seconds from the beginning of the video
        self.looks = []  # heights of all parts in the box, one list a look

    def add(self, record):
        self.name = record["name"]
        self.cameras.add(record.get("camera", ""))
        self.times.append(record["pts_ns"] / NS_PER_SECOND)
        if record["looked"] and record["saliency"]:
            self.looks.append([part["centroid"][1] for part in record["saliency"]])

    def fold(self, other):
        """The other turned out to be the same person."""
        self.cameras |= other.cameras
        self.times += other.times
        self.looks += other.looks

    def mean_heights(self):
        return [sum(heights) / len(heights) for heights in zip(*self.looks)]


def read_people(lines):
    """Persons by identity; who was seen too shortly to be recognized is left out."""
    people = collections.defaultdict(Person)
    latest = {}  # by camera: the frame, and the identity of each track
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        if record["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"line {number} has the schema version {record['schema_version']}, "
                             f"and this program reads version {SCHEMA_VERSION}")
        identity = record["identity"]
        if identity is None:
            continue
        frame, tracks = latest.get(record.get("camera"), (0, {}))
        if record["frame"] < frame:  # another run, whose tracks are others
            tracks = {}
        latest[record.get("camera")] = record["frame"], tracks
        before = tracks.get(record["track_id"], identity)
        if identity < before and before in people:  # somebody new turned out to be somebody known
            people[identity].fold(people.pop(before))
        tracks[record["track_id"]] = identity
        people[identity].add(record)
    return people


def print_table(people):
    print(f"{'person':>6}  {'name':12}  {'cameras':12}  {'first':>8}  {'last':>8}  {'frames':>6}  parts at")
    for identity, person in sorted(people.items()):
        heights = " ".join(f"{height:.2f}" for height in person.mean_heights())
        print(f"{identity:6}  {person.name or '-':12}  {', '.join(sorted(person.cameras)) or '-':12}  "
              f"{min(person.times):6.1f} s  {max(person.times):6.1f} s  {len(person.times):6}  {heights or '-'}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        with open(sys.argv[1], encoding="utf-8") as lines:
            print_table(read_people(lines))
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"{sys.argv[1]} cannot be used as records of brnpa: {error}.")


if __name__ == "__main__":
    main()

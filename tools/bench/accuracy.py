"""What reduced precision costs: the shipped networks on pictures that they never saw, with every engine."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile

import numpy as np

from measure import MODELS, engines, program, table

DATA = os.environ.get("BRNPA_DATA")
LOWEST_SCORE = "0.01"  # average precision wants the whole curve


def held_out():
    """Pictures of the people that the training left out (models/reid-live/recipe.json), with person and camera."""
    folder = os.path.join(DATA, "market1501", "bounding_box_train")
    names = sorted(name for name in os.listdir(folder) if re.match(r"\d{4}_c\d", name))
    people = sorted({name[:4] for name in names})
    with open(os.path.join(MODELS, "reid-live", "recipe.json")) as file:
        split = json.load(file)["validation"]
    chosen = set(people[split["offset"]::split["every"]])
    names = [name for name in names if name[:4] in chosen]
    return ([os.path.join(folder, name) for name in names], np.array([int(name[:4]) for name in names]),
            np.array([int(name[6]) for name in names]))


def embeddings(paths, engine):
    run = subprocess.run([program("embed_pictures"), os.path.join(MODELS, "reid-live"), engine],
                         input="\n".join(paths).encode(), stdout=subprocess.PIPE, check=True)
    return np.frombuffer(run.stdout, np.float32).reshape(len(paths), -1)


def ranking(rows, people, cameras):
    """rank-1 and mAP of Market-1501's protocol: the first picture of each person in each camera asks, and pictures of
    the same person in the same camera are left out of its ranking."""
    queries = sorted({(person, camera): i for i, (person, camera) in reversed(list(enumerate(zip(people, cameras))))}
                     .values())
    first, precision = [], []
    for query in queries:
        order = np.argsort(-(rows @ rows[query]), kind="stable")
        order = order[(people[order] != people[query]) | (cameras[order] != cameras[query])]
        hits = np.flatnonzero(people[order] == people[query])
        if hits.size:
            first.append(hits[0] == 0)
            precision.append(np.mean(np.arange(1, hits.size + 1) / (hits + 1)))
    return 100 * np.mean(first), 100 * np.mean(precision)


def detections(pictures, engine, folder):
    file = os.path.join(folder, engine + ".json")
    subprocess.run([program("brnpa"), "detect", *pictures, "--format", "coco", "--output", file, "--engine", engine,
                    "--score", LOWEST_SCORE], check=True, stdout=subprocess.DEVNULL)
    with open(file) as found:
        return json.load(found)


def validation_pictures():
    """Those of person_detection, as COCO's annotations; regions to be ignored are crowds there."""
    folder = os.path.join(DATA, "person_detection")
    with open(os.path.join(folder, "images.csv")) as file:
        images = [row for row in csv.DictReader(file) if row["split"] == "val"]
    number = {row["image"]: i + 1 for i, row in enumerate(images)}
    boxes = []
    with open(os.path.join(folder, "labels.csv")) as file:
        for row in csv.DictReader(file):
            if row["image"] in number:
                box = [float(row[side]) for side in "xywh"]
                boxes.append({"id": len(boxes) + 1, "image_id": number[row["image"]], "category_id": 1, "bbox": box,
                              "area": box[2] * box[3], "iscrowd": int(row["ignore"])})
    truth = {"images": [{"id": i} for i in number.values()], "annotations": boxes, "categories": [{"id": 1}]}
    return [os.path.join(folder, "images", name) for name in number], truth


def average_precision(truth, found):
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
    with contextlib.redirect_stdout(io.StringIO()):
        ground = COCO()
        ground.dataset = truth
        ground.createIndex()
        evaluation = COCOeval(ground, ground.loadRes(found), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return 100 * evaluation.stats[1], 100 * evaluation.stats[0]


print("""
## Accuracy of the engines

The shipped networks on pictures that their training left out, percent: `reid-live` on the held-out people of Market-1501 (rank-1 and
mAP, other cameras), `person-detector` on the validation part of person_detection (AP at IoU 0.5, AP of COCO by pycocotools).""")

if not DATA:
    sys.exit("BRNPA_DATA does not name a folder with the data sets market1501 and person_detection.")
try:
    paths, people, cameras = held_out()
    pictures, truth = validation_pictures()
except FileNotFoundError as error:
    sys.exit(f"the data sets are not there ({error.filename}); BRNPA_DATA names their folder.")
rows = []
with tempfile.TemporaryDirectory() as temporary:
    for engine in engines():
        scores = [*ranking(embeddings(paths, engine), people, cameras),
                  *average_precision(truth, detections(pictures, engine, temporary))]
        rows.append([engine] + [f"{score:.2f}" for score in scores])
table(["engine", "rank-1", "mAP", "AP50", "AP"], rows)

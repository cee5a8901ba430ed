"""brnpa-train against PyTorch: images a second of the same training, and of the pictures alone."""

import itertools
import json
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np

from measure import MODELS, QUICK, NotMeasured, Samples, google_benchmark, program, ratio, table

DATA = os.environ.get("BRNPA_DATA")
PEOPLE, PICTURES = 93, 4  # every seventh person validates: 5 batches of 16 people remain
WARM_UP, EPOCHS, TURNS = 1, 1 if QUICK else 2, 1 if QUICK else 2
ALL_CORES = os.cpu_count()


def real_pictures(folder):
    """The first pictures of the first people of Market-1501."""
    source = os.path.join(DATA, "market1501", "bounding_box_train")
    names = sorted(name for name in os.listdir(source) if name[:4].isdigit() and name.endswith(".jpg"))
    people = [list(names) for _, names in itertools.groupby(names, lambda name: name[:4])]
    for name in itertools.chain(*(own[:PICTURES] for own in [own for own in people if len(own) >= PICTURES][:PEOPLE])):
        os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(folder, name))


def drawn_pictures(folder):
    random = np.random.default_rng(1)
    for person, picture in itertools.product(range(PEOPLE), range(PICTURES)):
        pixels = cv2.resize(random.integers(0, 256, (16, 8, 3), dtype=np.uint8), (64, 128))
        cv2.imwrite(os.path.join(folder, f"{person + 1:04}_c{picture + 1}s1_{picture:06}_00.jpg"), pixels)


def write_recipe(path):
    with open(os.path.join(MODELS, "reid-live", "recipe.json"), encoding="utf-8") as file:
        recipe = json.load(file)
    recipe["schedule"]["epochs"] = WARM_UP + EPOCHS
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recipe, file)


def on_cores(cores, command):
    run = subprocess.run(["taskset", "-c", f"0-{cores - 1}", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, env={**os.environ, "OMP_NUM_THREADS": str(cores)})
    if run.returncode:
        raise RuntimeError(run.stderr.strip().split("\n")[-1])
    return run.stdout


def ours(folder, cores):
    with tempfile.TemporaryDirectory() as output:
        on_cores(cores, [program("brnpa-train"), "train", os.path.join(folder, "recipe.json"), "--data", folder,
                         "--output", output])
        with open(os.path.join(output, "log.jsonl"), encoding="utf-8") as file:
            return [json.loads(line)["images_per_second"] for line in file][WARM_UP:]


def theirs(python, folder, cores, epochs):
    output = on_cores(cores, [python, os.path.join(os.path.dirname(__file__), "pytorch_training.py"),
                              os.path.join(folder, "recipe.json"), os.path.join(folder, "bounding_box_train"),
                              str(epochs), str(cores)])
    return [float(line) for line in output.split()][WARM_UP:]


def our_loading(folder, cores, way):
    entry = google_benchmark("brnpa_loading_benchmark", f"loading/{way}/", "--benchmark_min_time=0.5",
                             os.path.join(folder, "bounding_box_train"), cores=cores)[0]
    return [entry["items_per_second"]]


def peer():
    """An interpreter that has PyTorch and torchvision, and the version: PyPI's, or else Debian's."""
    for python, where in ((sys.executable, "PyPI"), ("/usr/bin/python3", "Debian")):
        run = subprocess.run([python, "-c", "import torch, torchvision; print(torch.__version__)"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if run.returncode == 0:
            return python, f"PyTorch {run.stdout.strip()} of {where}"
    return None, "PyTorch"


def take_turns(measurements, turns):
    """measurements: functions that return several samples, by name."""
    taken = {name: Samples() for name in measurements}
    for _ in range(turns):
        for name, measure in measurements.items():
            try:
                taken[name].extend(measure())
            except Exception as error:
                print(f"{name}: {error}", file=sys.stderr)
                taken[name] = NotMeasured(error)
        measurements = {name: measure for name, measure in measurements.items() if isinstance(taken[name], Samples)}
    return taken


def main():
    python, peer_name = peer()
    pictures = "of Market-1501" if DATA else "that are drawn for it"
    print(f"""
## Training, images a second

`brnpa-train train` with the recipe of `models/reid-live` without a teacher (batches of 64, K = 3, float32, AdamW), from {PEOPLE * PICTURES} pictures
{pictures}, against the same in PyTorch as a careful user writes it (`tools/bench/pytorch_training.py`): BR-NPA as products of
matrices, channels last, fused AdamW, a DataLoader with a worker for each core and torchvision's transforms. Both on the same cores.
Medians (quartiles) of epochs of 5 steps, in turns, the first of each run left out; pictures are read and varied meanwhile.
*Pictures alone*: read, decoded, varied and put into batches without a network. `brnpa-train` decodes once, before the first step, and
then takes pictures from memory, unless they do not fit into it; the DataLoader decodes again in every epoch.""")
    if python is None:
        print("\nPyTorch not measured: `tools/bench.sh --pytorch` installs it, and so does Debian's package python3-torchvision.")

    with tempfile.TemporaryDirectory() as folder:
        crops = os.path.join(folder, "bounding_box_train")
        os.mkdir(crops)
        real_pictures(crops) if DATA else drawn_pictures(crops)
        write_recipe(os.path.join(folder, "recipe.json"))
        training, loading = {}, {}
        for cores in sorted({1, ALL_CORES}):
            training["ours", cores] = lambda cores=cores: ours(folder, cores)
            loading["from memory", cores] = lambda cores=cores: our_loading(folder, cores, "memory")
            loading["from files", cores] = lambda cores=cores: our_loading(folder, cores, "files")
            if python:
                training["theirs", cores] = lambda cores=cores: theirs(python, folder, cores, WARM_UP + EPOCHS)
                loading["theirs", cores] = lambda cores=cores: theirs(python, folder, cores, 0)
        training, loading = take_turns(training, TURNS), take_turns(loading, 1 if QUICK else 3)

    def compared(samples, name, cores):
        own, other = samples[name, cores], samples.get(("theirs", cores))
        return [own.text(), other.text() if other else "", ratio(own, other) if other else ""]
    table(["", "cores", "ours", peer_name, "ours / PyTorch (bar 1)"],
          [["training", str(cores), *compared(training, "ours", cores)] for cores in sorted({1, ALL_CORES})] +
          [[f"pictures alone, ours {way}", str(cores), *compared(loading, way, cores)]
           for way in ("from memory", "from files") for cores in sorted({1, ALL_CORES})])


main()

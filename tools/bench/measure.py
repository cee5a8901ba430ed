"""What the sections share: samples taken in turns, medians with their spread, tables in Markdown."""

import json
import os
import statistics
import subprocess
import sys

QUICK = bool(os.environ.get("BRNPA_BENCH_QUICK"))
REPETITIONS = 3 if QUICK else 7
MODELS = os.path.join(os.path.dirname(__file__), "..", "..", "models")


def program(name):
    return os.path.join(sys.argv[1], name)


def engines():
    """Of this build, as --engine names them."""
    names = subprocess.run([program("engine_perf"), "--benchmark_list_tests=true"], stdout=subprocess.PIPE, check=True,
                           text=True).stdout.split()
    return [name.split("/")[1] for name in names if name.startswith("detector/")]


def pedestrians():
    """The path of opencv-doc's vtest.avi."""
    for path in ("/usr/share/doc/opencv-doc/examples/data/vtest.avi", "out/vtest.avi"):
        if os.path.exists(path):
            return path
    return sys.exit("there is no vtest.avi; tools/demo.sh fetches it into out/.")


class Samples(list):
    """Of one quantity; shown as median (quartiles)."""

    @property
    def median(self):
        return statistics.median(self)

    def text(self, scale=1.0):
        low, _, high = statistics.quantiles(self, n=4, method="inclusive") if len(self) > 1 else self * 3
        return f"{number(self.median * scale)} ({number(low * scale)} to {number(high * scale)})"


class NotMeasured:
    """Takes the place of samples; says why there are none."""

    median = None

    def __init__(self, reason):
        self.reason = str(reason).strip().split("\n")[0]

    def text(self, _scale=1.0):
        return f"not measured: {self.reason}"


def number(value):
    """Three significant digits, no exponent."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) >= 1 else 3}f}" if abs(value) < 10 else f"{value:.1f}"


def ratio(numerator, denominator):
    if numerator.median is None or not denominator.median:
        return ""
    return f"{numerator.median / denominator.median:.2f}"


def fastest_of(samples, names, best=max):
    """The name with the best median, None where none was measured."""
    measured = [name for name in names if samples[name].median]
    return best(measured, key=lambda name: samples[name].median) if measured else None


def in_turns(measurements, repetitions=REPETITIONS):
    """Takes a sample of each, again and again, so that a drift of the machine meets all alike.

    measurements: functions that return a number, by name. A function that fails is left out from then on.
    Returns Samples or NotMeasured by name. The first turn warms up and does not count.
    """
    taken = {name: Samples() for name in measurements}
    for turn in range(repetitions + 1):
        for name, measure in measurements.items():
            if isinstance(taken[name], NotMeasured):
                continue
            try:
                sample = measure()
            except Exception as error:  # whatever a peer raises
                print(f"{name}: {error}", file=sys.stderr)
                taken[name] = NotMeasured(error)
                continue
            if turn > 0:
                taken[name].append(sample)
    return taken


def google_benchmark(name, pattern, *options, environment=None, cores=None):
    """The entries of the cases that the pattern selects, on the first `cores` cores, or on all."""
    pinned = ["taskset", "-c", f"0-{cores - 1}"] if cores else []
    run = subprocess.run(
        [*pinned, program(name), f"--benchmark_filter={pattern}", "--benchmark_format=json", *options],
        stdout=subprocess.PIPE, check=True, text=True, env={**os.environ, **(environment or {})})
    return json.loads(run.stdout)["benchmarks"]


def table(header, rows):
    print("\n| " + " | ".join(header) + " |")
    print("|" + " --- |" * len(header))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)

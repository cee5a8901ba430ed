"""BR-NPA forward and backward, against autograd's."""

from measure import QUICK, REPETITIONS, Samples, google_benchmark, ratio, table

print("""
## The layer in training

Forward and backward of a batch in `brnpa-train`, float32, K = 3, channels last, all cores, against the same composed of LibTorch's
operations with its autograd; milliseconds, medians (quartiles).""")

entries = google_benchmark(
    "brnpa_trainer_benchmark", "64/512" if QUICK else ".", "--benchmark_enable_random_interleaving=true",
    f"--benchmark_repetitions={REPETITIONS}", "--benchmark_min_time=0.2")
samples = {}
for entry in entries:
    if entry["run_type"] == "iteration":
        name, *shape = entry["run_name"].split("/")
        samples.setdefault(" x ".join(shape[:4]), {}).setdefault(name, Samples()).append(entry["real_time"] / 1e6)
table(["N x C x H x W", "ours", "autograd", "autograd / ours"],
      [[shape, of["kernel"].text(), of["composition"].text(), ratio(of["composition"], of["kernel"])]
       for shape, of in samples.items()])

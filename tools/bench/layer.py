"""BR-NPA's forward pass against the memory and against compositions of LibTorch's operations."""

from measure import QUICK, google_benchmark, number, table

print("""
## The layer

`cv::brnpa::representativeVectors()`, K = 3, all cores; microseconds, medians (quartiles), all measured in turns. *Ours* is float32
but where it says half precision. *K + 1 reads* is the limit: the features read four times with nothing computed. *Naive* is the
formula written in LibTorch's operations (norm, cosine_similarity, bmm), *products* a careful rewrite as products of matrices.""")

cases = google_benchmark(
    "brnpa_layer_benchmark", "layer/N:1/" if QUICK else "layer", environment={"OMP_WAIT_POLICY": "passive"})
rows = []
for case in cases:
    shape = " x ".join(part.split(":")[1] for part in case["name"].split("/")[1:5])
    row = [shape]
    for name in ("module", "half", "bound", "naive", "products"):
        row.append(f"{number(case[name])} ({number(case[name + '_low'])} to {number(case[name + '_high'])})")
    row += [f"{case[name] / case['module']:.2f}" for name in ("bound", "naive", "products")]
    row.append(f"{case['module'] / case['half']:.2f}")
    rows.append(row)
table(["N x C x H x W", "ours", "ours, half precision", "K + 1 reads", "naive", "products", "limit / ours (bar 0.6)", "naive / ours (bar 50)",
       "products / ours (bar 6)", "ours / half precision"], rows)

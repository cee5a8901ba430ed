#!/usr/bin/env bash
# Measures the hot paths against what a user would otherwise take, in turns on this machine, and writes BENCHMARKS.md.
# The peers come from PyPI into a virtual environment in the build folder; a peer that is missing costs its rows only.
#
#   tools/bench.sh [OPTION...]
#     --quick        fewer repetitions and smaller sizes, to see that everything runs
#     --pytorch      fetch PyTorch, too, for the comparison of trainings: 6 GB on the disk. Without it Debian's python3-torchvision
#                    is compared with, where that is installed
#     --build DIR    take the programs of this build, which has the benchmarks, as they are; default: build build-bench
#     --output FILE  default: BENCHMARKS.md; the plots go beside it, as FILE.svg instead of .md
# The accuracy of the engines is measured where BRNPA_DATA names a folder with the data sets market1501 and person_detection.
# On 2 idle cores: 17 minutes, with --quick 4, and as long as the build takes. Leave the machine alone meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

build="" output=BENCHMARKS.md pytorch=()
usage() { sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; }
while [ $# -gt 0 ]; do
  case $1 in
    --quick) export BRNPA_BENCH_QUICK=1 ;;
    --pytorch) pytorch=(torch torchvision) ;;
    --build) build=${2:?--build wants a folder}; shift ;;
    --output) output=${2:?--output wants a file}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) echo "bench.sh: unknown option $1; --help lists them." >&2; exit 2 ;;
  esac
  shift
done

if [ -z "$build" ]; then
  build="build-bench"
  tools/setup.sh --benchmarks --build $build
fi
if [ ! -x "$build/bin/engine_perf" ]; then
  echo "bench.sh: $build/bin has no benchmarks; configure it with -DBRNPA_BUILD_BENCHMARKS=ON, or leave --build out." >&2
  exit 3
fi

python=$build/peers/bin/python
if ! "$python" -c "import pip" 2>/dev/null; then
  python3 -m venv --clear "$build/peers" || {
    echo "bench.sh: Python cannot make a virtual environment; install python3-venv." >&2
    exit 4
  }
fi
echo "== Installing the peers"
for peer in numpy scipy onnx onnxruntime openvino faiss-cpu opencv-python-headless pycocotools matplotlib "${pytorch[@]}"; do
  "$python" -m pip install -q --disable-pip-version-check "$peer" ||
    echo "bench.sh: $peer cannot be installed; what needs it is not measured." >&2
done

sections=$build/sections
rm -rf "$sections"
mkdir -p "$sections"
started=$SECONDS
for section in layer training training_speed networks accuracy gallery pipeline stages allocations scaling; do
  echo "== Measuring: $section"
  if ! "$python" tools/bench/$section.py "$build/bin" "${output%.md}.svg" >"$sections/$section.md" 2>"$sections/$section.log"; then
    printf '\nNot measured: %s\n' "$(tail -n 1 "$sections/$section.log")" >>"$sections/$section.md"
    echo "bench.sh: $section stopped early; see $sections/$section.log" >&2
  fi
done
minutes=$(((SECONDS - started + 30) / 60))
"$python" tools/bench/machine.py "$minutes" >"$sections/machine.md"
(cd "$sections" && cat machine.md layer.md training.md training_speed.md networks.md accuracy.md gallery.md pipeline.md stages.md allocations.md scaling.md) >"$output.part"
mv "$output.part" "$output"
echo "== Done in $minutes minutes: $output"

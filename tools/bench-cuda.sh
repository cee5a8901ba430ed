#!/usr/bin/env bash
# Builds the CUDA kernels for this machine's device, runs their tests on it, and prints what part of the device's copy
# bandwidth they reach. Wants nvcc, CUDA's runtime and the packages of tools/setup.sh --tests.
#
#   tools/bench-cuda.sh [--build DIR]       --build DIR  build there instead of in build-cuda/
set -euo pipefail
cd "$(dirname "$0")/.."
build=build-cuda
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=${2:?--build wants a folder}; shift ;;
    -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) echo "bench-cuda.sh: unknown option $1; --help lists them." >&2; exit 2 ;;
  esac
  shift
done
command -v nvcc >/dev/null || { echo "bench-cuda.sh: no nvcc on PATH; install CUDA's compiler, 12 or later." >&2; exit 4; }
cmake -S modules/brnpa -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBRNPA_WITH_CUDA=ON -DBRNPA_BUILD_TESTS=ON \
  -DCMAKE_CUDA_ARCHITECTURES=native
cmake --build "$build" --target brnpa_cuda_device_test brnpa_cuda_bandwidth
"$build/test/cuda/brnpa_cuda_device_test"
"$build/test/cuda/brnpa_cuda_bandwidth"

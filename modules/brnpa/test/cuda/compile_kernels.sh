#!/usr/bin/env bash
# Compiles the CUDA kernels for every architecture that they are written for, as far as the compiler knows it, and prints
# what each kernel uses. Fails where one does not compile, spills registers to memory, or does not load 16 bytes at a time.
#
#   compile_kernels.sh NVCC SOURCES [ARCHITECTURE...]     SOURCES: modules/brnpa/src/cuda
set -euo pipefail
nvcc=${1:?compile_kernels.sh wants the path of nvcc} sources=${2:?compile_kernels.sh wants the folder of the kernels}
shift 2
wanted=("$@")
[ $# -gt 0 ] || wanted=(75 80 86 89 90 100 120)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

known=$("$nvcc" --list-gpu-arch)
targets=()
for arch in "${wanted[@]}"; do
  if grep -qx "compute_$arch" <<<"$known"; then targets+=("-gencode=arch=compute_$arch,code=sm_$arch"); fi
done
[ ${#targets[@]} -gt 0 ] || { echo "compile_kernels.sh: $nvcc knows none of sm_${wanted[*]}." >&2; exit 3; }

printf '%-80s %-7s %9s %12s\n' kernel machine registers 'spilled bytes'
spilled=0
for source in "$sources"/*.cu; do
  "$nvcc" -std=c++17 -Werror all-warnings -Xptxas -v "${targets[@]}" -c "$source" -o "$work/kernel.o" 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
  c++filt <"$work/log" >"$work/readable"
  awk '
    /Compiling entry function/ {
      split($0, quoted, "\047"); machine = quoted[4]
      kernel = quoted[2]; sub(/^void /, "", kernel); sub(/^brnpa_cuda::/, "", kernel)
      gsub(/\(anonymous namespace\)::|_GLOBAL__N_[^:]*::|brnpa_cuda::/, "", kernel)
    }
    /bytes spill stores/ { spill = $5 + $9 }
    / Used [0-9]+ registers/ {
      match($0, /Used [0-9]+/)
      printf "%-80s %-7s %9d %12d\n", kernel, machine, substr($0, RSTART + 5, RLENGTH - 5), spill
      if (spill > 0) failed = 1
    }
    END { exit failed }' "$work/readable" || spilled=1
done
[ $spilled = 0 ] || { echo "compile_kernels.sh: registers are spilled." >&2; exit 1; }

for source in norms part whole_image; do
  "$nvcc" -std=c++17 -arch="compute_${known##*_}" -ptx "$sources/$source.cu" -o "$work/$source.ptx"
  grep -Eq 'ld\.global(\.nc)?\.v4' "$work/$source.ptx" ||
    { echo "compile_kernels.sh: $source.cu has no load of 16 bytes." >&2; exit 1; }
done

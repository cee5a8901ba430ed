#!/usr/bin/env bash
# Installs, builds and runs every test: first the unit tests under the address and undefined-behaviour sanitizers
# (build-asan/), then all tests (build/). Safe to run again.
#
#   tools/test.sh [--fast]       --fast leaves the sanitizers out
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
  "" | --fast) ;;
  -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "test.sh: unknown option $1; the only one is --fast." >&2; exit 2 ;;
esac

tools/setup.sh --tests -- -DBRNPA_WERROR=ON

if [ "${1:-}" != --fast ]; then
  tools/setup.sh --video --tests --build build-asan -- -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBRNPA_SANITIZE=address,undefined \
    -DBRNPA_BUILD_BENCHMARKS=OFF
  echo "== Unit tests under sanitizers"
  LSAN_OPTIONS=suppressions=$PWD/pipelines/gst/test/lsan.supp:print_suppressions=0 \
    ctest --test-dir build-asan --output-on-failure -j2 -L unit
fi

echo "== All tests"
ctest --test-dir build --output-on-failure -j2

#!/usr/bin/env bash
# Installs what the build needs (Debian packages), configures, and builds into build/: programs in build/bin, libraries in
# build/lib. Safe to run again: what is there already is kept.
#
#   tools/setup.sh [OPTION...] [-- CMAKE-ARGUMENT...]
#     --video      only the video half: the module, the pipelines and the command brnpa (no LibTorch)
#     --trainer    only the training half: the module and the command brnpa-train (no GStreamer)
#     --tests      build the tests too, and the benchmarks, which the tests run once
#     --benchmarks build the benchmarks; tools/bench.sh runs them
#     --build DIR  build there instead of in build/
# The tests look at reports in a browser where the package chromium is installed; it is not installed for that.
# After "--" come arguments for CMake, for example: tools/setup.sh -- -DCMAKE_BUILD_TYPE=Debug
set -euo pipefail
cd "$(dirname "$0")/.."

video=ON trainer=ON tests=OFF benchmarks=OFF build=build
usage() { sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; }
while [ $# -gt 0 ]; do
  case $1 in
    --video) trainer=OFF ;;
    --trainer) video=OFF ;;
    --tests) tests=ON benchmarks=ON ;;
    --benchmarks) benchmarks=ON ;;
    --build) build=${2:?--build wants a folder}; shift ;;
    -h | --help) usage; exit 0 ;;
    --) shift; break ;;
    *) echo "setup.sh: unknown option $1; --help lists them." >&2; exit 2 ;;
  esac
  shift
done
if [ $video = OFF ] && [ $trainer = OFF ]; then
  echo "setup.sh: --video and --trainer exclude each other; leave both out to build both halves." >&2
  exit 2
fi

packages=(g++ cmake ninja-build pkg-config libopencv-dev)
[ $video = OFF ] || packages+=(libcli11-dev libfmt-dev nlohmann-json3-dev libtomlplusplus-dev libssl-dev libjpeg-dev
  libpango1.0-dev libprotobuf-dev libonnx-dev libdnnl-dev libsqlitecpp-dev libhnswlib-dev
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev libgstreamer-plugins-bad1.0-dev libgstrtspserver-1.0-dev
  gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good
  gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav gstreamer1.0-x)
[ $trainer = OFF ] || packages+=(libcli11-dev libfmt-dev nlohmann-json3-dev libssl-dev
  libtorch-dev libopenblas0-pthread libonnx-dev libprotobuf-dev libzip-dev protobuf-compiler)
[ $tests = OFF ] || packages+=(libgtest-dev libgmock-dev libboost-context-dev libonnx-dev libprotobuf-dev protobuf-compiler
  python3 python3-opencv python3-numpy python3-onnx python3-jsonschema python3-xlib xvfb ffmpeg opencv-doc)
[ $benchmarks = OFF ] || packages+=(libbenchmark-dev python3-venv)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "setup.sh: installing packages needs root; run it as root or install sudo." >&2
    exit 4
  fi
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup.sh: this is not a Debian system; install the equivalents of: ${packages[*]}; then run cmake by hand." >&2
  exit 4
fi
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "== Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
else
  echo "== All packages are installed."
fi

echo "== Configuring into $build/ (video $video, trainer $trainer, tests $tests, benchmarks $benchmarks)"
cmake -S . -B "$build" -G Ninja -DBRNPA_BUILD_VIDEO=$video -DBRNPA_BUILD_TRAINER=$trainer -DBRNPA_BUILD_TESTS=$tests \
  -DBRNPA_BUILD_BENCHMARKS=$benchmarks "$@"
echo "== Building"
cmake --build "$build"
echo "== Done: programs in $build/bin, libraries in $build/lib."

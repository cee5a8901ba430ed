#!/usr/bin/env bash
# Builds the module inside an OpenCV tree, as opencv_contrib would have it, and runs its tests and its benchmarks once.
# OpenCV and its contrib modules come from the PyPI source package opencv-contrib-python; with --cuda also CUDA's image
# library NPP from the PyPI package nvidia-npp, everything else of CUDA (nvcc, cuBLAS, cuDNN) from this machine.
#
#   tests/opencv_tree/build.sh [--version X.Y] [--cuda] [--shared | --static] [--architecture A] [--folder DIR] [--jobs N]
#
#   --version X.Y      of OpenCV, 4.14 by default; CUDA 13 needs 4.13 or later
#   --cuda             also core, cudev, cudaarithm and dnn with CUDA. Takes hours; without it some 20 minutes
#   --shared           shared libraries; the default without --cuda
#   --static           static libraries, in which the layer has a node for cv::dnn's CUDA backend; the default with --cuda
#   --architecture A   of the device, 9.0 by default
#   --folder DIR       work there instead of in build-opencv-X.Y-static-cuda/ or the like; what is there is used again
#   --jobs N           so many compilers at a time; all processors by default
#   --configure-only   stop before the first compiler
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
version=4.14 cuda= libraries= architecture=9.0 folder= jobs=$(nproc) configure_only=
fail() { echo "build.sh: $2" >&2; exit "$1"; }
while [ $# -gt 0 ]; do
  case $1 in
    --version) version=${2:?--version wants X.Y}; shift ;;
    --cuda) cuda=1 ;;
    --shared | --static) libraries=${1#--} ;;
    --architecture) architecture=${2:?--architecture wants one like 9.0}; shift ;;
    --folder) folder=${2:?--folder wants a folder}; shift ;;
    --jobs) jobs=${2:?--jobs wants a number}; shift ;;
    --configure-only) configure_only=1 ;;
    -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) fail 2 "unknown option $1; --help lists them." ;;
  esac
  shift
done
[ -n "$libraries" ] || { [ -n "$cuda" ] && libraries=static || libraries=shared; }
for tool in python3 cmake ninja c++; do
  command -v $tool >/dev/null || fail 4 "no $tool on PATH; install it, or run tools/setup.sh --tests."
done
[ -n "$folder" ] || folder=$repository/build-opencv-$version-$libraries${cuda:+-cuda}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd -P)

# What downloads; preparing the metadata of a source package runs its own build script, which imports these.
python=$folder/venv/bin/python
[ -x "$python" ] || python3 -m venv "$folder/venv"
"$python" -m pip install --quiet scikit-build setuptools wheel numpy
download() { "$python" -m pip download --quiet --no-deps --dest "$1" "${@:2}"; }

# The tree.
tree=$folder/tree
if [ ! -d "$tree" ]; then
  rm -rf "$tree.partial" && mkdir -p "$tree.partial"
  download "$tree.partial" --no-binary opencv-contrib-python --no-build-isolation "opencv-contrib-python==$version.*" ||
    fail 4 "no source package opencv-contrib-python $version.*; --version wants one that PyPI has."
  tar xzf "$tree.partial"/*.tar.gz -C "$tree.partial" --strip-components=1
  mv "$tree.partial" "$tree"
fi
tree=$(cd "$tree" && pwd -P)
ln -sfn "$repository/modules/brnpa" "$tree/opencv_contrib/modules/brnpa"

modules=core,imgproc,imgcodecs,videoio,dnn,ts,brnpa # opencv_test_brnpa wants imgcodecs, videoio and ts
targets=(opencv_test_brnpa opencv_perf_brnpa)
options=(-DBUILD_SHARED_LIBS="$([ $libraries = shared ] && echo ON || echo OFF)")
flags=
if [ -n "$cuda" ]; then
  nvcc=$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null) ||
    fail 4 "no nvcc on PATH nor in /usr/local/cuda/bin; install CUDA, or leave --cuda out."
  release=$("$nvcc" --version | sed -n 's/.*release \([0-9.]*\),.*/\1/p')
  npp=$folder/npp
  if [ ! -d "$npp" ]; then
    rm -rf "$npp.partial" && mkdir -p "$npp.partial"
    download "$npp.partial" "nvidia-npp==$release.*" ||
      fail 4 "no package nvidia-npp $release.*, which has to be of the same release as nvcc, $release."
    "$python" -m zipfile -e "$npp.partial"/*.whl "$npp.partial"
    # The linker looks for names without a version, which the package does not have.
    for library in "$npp.partial"/nvidia/*/lib/libnpp*.so.*; do ln -s "$(basename "$library")" "${library%.so.*}.so"; done
    mv "$npp.partial" "$npp"
  fi
  npp=$(echo "$npp"/nvidia/*)
  modules+=,cudev,cudaarithm
  targets=(opencv_cudaarithm "${targets[@]}")
  flags=-I$npp/include
  # OpenCV links static libraries with CUDA's static libraries, which its packages on PyPI do not have.
  mkdir -p "$folder/hooks"
  echo 'set(CUDA_LIB_EXT "")' >"$folder/hooks/POST_DETECT_DEPENDENCIES.cmake"
  options+=(-DWITH_CUDA=ON -DOPENCV_DNN_CUDA=ON -DWITH_CUDNN=ON -DWITH_CUBLAS=ON -DWITH_CUFFT=OFF -DWITH_NVCUVID=OFF
    -DWITH_NVCUVENC=OFF -DENABLE_CUDA_FIRST_CLASS_LANGUAGE=ON -DCUDA_ARCH_BIN="$architecture" -DCUDA_ARCH_PTX=
    -DCMAKE_CUDA_COMPILER="$nvcc" -DCMAKE_CUDA_FLAGS="$flags" -DCMAKE_LIBRARY_PATH="$npp/lib"
    -DOPENCV_CMAKE_HOOKS_DIR="$folder/hooks")
fi
if command -v ccache >/dev/null; then
  options+=(-DCMAKE_{C,CXX,CUDA}_COMPILER_LAUNCHER=ccache)
fi
# Neither pictures nor videos nor windows nor more than one instruction set.
for unwanted in IPP ITT OPENCL LAPACK EIGEN ADE AVIF JPEG TIFF WEBP OPENJPEG JASPER OPENEXR FFMPEG GSTREAMER V4L OBSENSOR \
  1394 GTK QT VA VA_INTEL FLATBUFFERS QUIRC; do
  options+=(-DWITH_$unwanted=OFF)
done

build=$folder/build
cmake -S "$tree/opencv" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS="$flags" \
  -DOPENCV_EXTRA_MODULES_PATH="$tree/opencv_contrib/modules" -DBUILD_LIST="$modules" -DBUILD_TESTS=ON \
  -DBUILD_PERF_TESTS=ON -DBUILD_EXAMPLES=OFF -DBUILD_DOCS=OFF -DBUILD_JAVA=OFF -DBUILD_opencv_apps=OFF \
  -DBUILD_opencv_js=OFF -DBUILD_opencv_python3=OFF -DBUILD_ZLIB=ON -DBUILD_PNG=ON -DBUILD_PROTOBUF=ON -DCPU_DISPATCH= \
  -DENABLE_PRECOMPILED_HEADERS=OFF "${options[@]}" >"$folder/configure.log" 2>&1 ||
  { tail -n 40 "$folder/configure.log" >&2; fail 4 "OpenCV's configuration failed; the whole of it is in $folder/configure.log."; }
grep -E '^--   (NVIDIA CUDA|cuDNN|  NVIDIA GPU arch)|To be built:' "$folder/configure.log"
[ -z "$configure_only" ] || exit 0
cmake --build "$build" --parallel "$jobs" --target "${targets[@]}"
[ -z "$cuda" ] || export LD_LIBRARY_PATH=$npp/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}

# Runs a test program of the tree; OpenCV's GoogleTest ends with 0 also where it only prints its help.
run() {
  local log=$folder/$1.log
  "$build/bin/$1" "${@:2}" >"$log" 2>&1 && grep -q '^\[  PASSED  \]' "$log" ||
    { tail -n 40 "$log" >&2; fail 1 "$1 failed; the whole of what it said is in $log."; }
  local skipped
  skipped=$(grep -c '^\[     SKIP \]' "$log" || true)
  echo "$1: $(($(grep -c '^\[       OK \]' "$log") - skipped)) passed, $skipped skipped"  # a skipped one is OK, too
}
run opencv_test_brnpa
run opencv_perf_brnpa --perf_min_samples=1 --perf_force_samples=1
echo "build.sh: OpenCV $(sed -n 's/.*General configuration for OpenCV \([^ ]*\) .*/\1/p' "$folder/configure.log"), $libraries" \
  "libraries${cuda:+, CUDA $release, sm_${architecture/./}}, $("${CXX:-c++}" -dumpfullversion) compiler," \
  "$(date +%Y-%m-%d): built, tests passed"

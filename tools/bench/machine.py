"""The head of BENCHMARKS.md: what was measured on which machine."""

import datetime
import os
import platform
import re
import subprocess
import sys
from importlib import metadata

from measure import QUICK, REPETITIONS

PEERS = ("onnxruntime", "openvino", "faiss-cpu", "opencv-python-headless", "numpy")
PACKAGES = ("libopencv-dev", "libdnnl-dev", "libtorch-dev", "libhnswlib-dev", "libbenchmark-dev", "g++")


def output(*command):
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
    except FileNotFoundError:
        return ""


def processor():
    text = output("lscpu")
    fields = dict(re.findall(r"^\s*([^:\n]+):\s+(.*)$", text, re.MULTILINE))
    vectors = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_tile") if name in fields.get("Flags", "")]
    caches = ", ".join(f"{level} {fields[level + ' cache']}" for level in ("L2", "L3") if level + " cache" in fields)
    family = f"family {fields.get('CPU family', '?')}, model {fields.get('Model', '?')}"
    return f"{fields.get('Model name', platform.machine())} ({family}; {' '.join(vectors)}; {caches})"


def version(package):
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"{package} not installed"


def system():
    with open("/etc/os-release", encoding="utf-8") as file:
        return re.search(r'PRETTY_NAME="?([^"\n]*)', file.read()).group(1)


memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
ours = ", ".join(f"{package} {output('dpkg-query', '-W', '-f', '${Version}', package) or 'not installed'}"
                 for package in PACKAGES)
settings = ", ".join(f"{name}={value}" for name, value in os.environ.items() if name.startswith(("OMP_", "GOMP_")))
print(f"""# Benchmarks

Written by `tools/bench.sh{' --quick' if QUICK else ''}`; do not edit. Ratios within one run are what counts: ours and the peer take turns, {REPETITIONS} times
unless said otherwise. A ratio above 1 says that ours is faster.

| | |
| --- | --- |
| date, commit | {datetime.date.today()}, {output('git', 'rev-parse', '--short', 'HEAD')}{' and changes' if output('git', 'status', '--porcelain') else ''} |
| machine | {os.cpu_count()} cores of {processor()}, {memory:.0f} GiB |
| system | {system()}, Linux {platform.release().split('-')[0]} |
| ours is built with | {ours} |
| peers | {', '.join(version(package) for package in PEERS)}; Python {platform.python_version()} |
| settings of OpenMP | {settings or 'none'} |
| time to measure | {sys.argv[1]} minutes; load average at the end {os.getloadavg()[0]:.1f} |""")

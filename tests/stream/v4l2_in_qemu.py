"""`brnpa stream /dev/video0` on the kernel's own camera drivers: boots Debian's kernel in QEMU, with this machine's
files as its disk, read only, and runs test_v4l2.py there as root.

    BRNPA=build/bin/brnpa python3 tests/stream/v4l2_in_qemu.py [TEST...]

Without KVM it is slow: give it an idle machine.

Not among the tests that run by default: `ctest -C Nightly -L v4l2`. Wants Debian's packages qemu-system-x86,
busybox-static, kmod, v4l-utils and ffmpeg, and downloads linux-image-amd64, without installing it. Pictures as JPEG are
tested where v4l2loopback-dkms and linux-headers-amd64 are installed too: the module is built aside.
"""
import argparse
import gzip
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(os.environ.get("BRNPA", "build/bin/brnpa")).resolve()
NEEDED = {"qemu-system-x86_64": "qemu-system-x86", "busybox": "busybox-static", "modprobe": "kmod", "depmod": "kmod",
          "v4l2-ctl": "v4l-utils", "ffmpeg": "ffmpeg", "dpkg-deb": "dpkg", "setpriv": "util-linux"}
DISK_MODULES = ("virtio_pci", "9pnet_virtio", "9p")  # in this order
MEMORY = "3G"
SLOW = 10  # times as long as usual may everything take where there is no KVM
MOST_SECONDS = 3500

INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read module; do insmod /modules/$module; done < /modules/order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=524288,cache=loose root /root || poweroff -f
mount -t tmpfs tmp /root/tmp
mount -t tmpfs run /root/run
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288 share /root/mnt || poweroff -f
for folder in /proc /sys /dev; do mount --move $folder /root$folder; done
chroot /root /bin/bash /mnt/guest.sh
poweroff -f
"""


def skip(reason):
    print(f"Skipped: {reason}")
    sys.exit(0)


def kernel(folder):
    """Debian's newest, unpacked and indexed. @returns its version."""
    said = subprocess.run(["apt-cache", "depends", "linux-image-amd64"], capture_output=True, text=True, check=False)
    package = re.search(r"Depends: (linux-image-\S+)", said.stdout)
    if not package:
        skip("apt-cache knows no linux-image-amd64; apt-get update helps")
    got = subprocess.run(["apt-get", "download", "-q", package[1]], cwd=folder, capture_output=True, text=True,
                         check=False)
    files = list(folder.glob("*.deb"))
    if not files:
        skip(f"{package[1]} cannot be downloaded: {got.stderr.strip()}")
    subprocess.run(["dpkg-deb", "-x", files[0], folder], check=True)
    (modules,) = (folder / "lib/modules").iterdir()
    subprocess.run(["depmod", "-b", folder, modules.name], check=True)
    return modules.name


def with_dependencies(folder, version, module):
    """Files of a module and of those that it needs, in the order in which they must be loaded."""
    lines = subprocess.run(["modprobe", "-d", folder, "-S", version, "--show-depends", module], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    return [pathlib.Path(line.split()[1]) for line in lines if line.startswith("insmod")]


def loopback(folder, version):
    """v4l2loopback.ko, built from Debian's source where its packages are installed."""
    sources, headers = list(pathlib.Path("/usr/src").glob("v4l2loopback-*")), f"/usr/src/linux-headers-{version}"
    if not sources or not pathlib.Path(headers).is_dir():
        return None
    copy = folder / "v4l2loopback"
    shutil.copytree(sources[0], copy)
    subprocess.run(["make", "-s", "-C", copy, f"KERNEL_DIR={headers}", "v4l2loopback.ko"], check=True)
    return copy / "v4l2loopback.ko"


def archive(files):
    """A cpio archive, as the kernel takes it. @param files name, mode, content."""
    result = bytearray()

    def pad():
        result.extend(b"\0" * (-len(result) % 4))

    for number, (name, mode, content) in enumerate([*files, ("TRAILER!!!", 0, b"")], 1):
        fields = (number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0)
        result.extend(b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0")
        pad()
        result.extend(content)
        pad()
    return gzip.compress(bytes(result), 1)


def first_disk(folder, version):
    """What the kernel begins with: as much as it takes to reach the files of this machine."""
    modules = []
    for module in DISK_MODULES:
        modules += [file for file in with_dependencies(folder, version, module) if file not in modules]
    files = [(name, 0o40755, b"") for name in ("bin", "dev", "modules", "proc", "root", "sys")]
    files += [("init", 0o100755, INIT.encode()),
              ("bin/busybox", 0o100755, pathlib.Path(shutil.which("busybox")).read_bytes()),
              ("modules/order", 0o100644, "".join(f"{file.name}\n" for file in modules).encode())]
    files += [(f"modules/{file.name}", 0o100644, file.read_bytes()) for file in modules]
    return archive(files)


def guest_script(tests, module):
    lines = ["export PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/tmp PYTHONDONTWRITEBYTECODE=1",
             "export GOMP_SPINCOUNT=1000 MODULES=/mnt", f"export BRNPA={shlex.quote(str(PROGRAM))}",
             f"export BRNPA_TEST_SLOW={SLOW}", "mkdir -p /dev/shm", "mount -t tmpfs shm /dev/shm"]
    lines += [f"export V4L2LOOPBACK=/mnt/{module}"] if module else []
    lines += [f"cd {shlex.quote(str(TESTS))}", f"python3 -u test_v4l2.py -v {shlex.join(tests)} 2>&1",
              "echo $? > /mnt/code"]
    return "\n".join(lines) + "\n"


def boot(share, version, disk):
    accelerator = ["-accel", "kvm", "-cpu", "host"] if usable_kvm() else ["-accel", "tcg,thread=multi", "-cpu", "max"]
    files = []
    for name, path, mode in (("root", "/", ",readonly=on"), ("share", share, "")):
        files += ["-fsdev", f"local,id={name},path={path},security_model=none,multidevs=remap{mode}", "-device",
                  f"virtio-9p-pci,fsdev={name},mount_tag={name}"]
    subprocess.run(["qemu-system-x86_64", *accelerator, "-smp", "2", "-m", MEMORY, "-nodefaults", "-no-reboot",
                    "-display", "none", "-serial", "stdio", "-kernel", share / f"boot/vmlinuz-{version}", "-initrd",
                    disk, "-append", "console=ttyS0 quiet panic=-1 no_timer_check mitigations=off", *files],
                   stdin=subprocess.DEVNULL, timeout=MOST_SECONDS, check=True)


def usable_kvm():
    flags = pathlib.Path("/proc/cpuinfo").read_text().split()
    return os.access("/dev/kvm", os.R_OK | os.W_OK) and ("svm" in flags or "vmx" in flags)


def main():
    parser = argparse.ArgumentParser(description="Cameras of the kernel's own drivers, in a virtual machine.")
    parser.add_argument("test", nargs="*", help="such as V4l2.test_frozen; all when none is named")
    tests = parser.parse_args().test
    missing = sorted({package for program, package in NEEDED.items() if not shutil.which(program)})
    if missing:
        skip("these packages are not installed: " + " ".join(missing))
    with tempfile.TemporaryDirectory(prefix="brnpa-v4l2-") as name:
        share = pathlib.Path(name)
        version = kernel(share)
        module = loopback(share, version)
        (share / "guest.sh").write_text(guest_script(tests, module and module.relative_to(share)))
        disk = share / "first-disk"
        disk.write_bytes(first_disk(share, version))
        boot(share, version, disk)
        code = share / "code"
        return int(code.read_text()) if code.exists() else 1


if __name__ == "__main__":
    sys.exit(main())

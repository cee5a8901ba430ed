#!/usr/bin/env bash
# From a bare Debian to an annotated video: installs, builds, and runs `brnpa annotate` on the pedestrian video of the package
# opencv-doc. Safe to run again.
#
#   tools/demo.sh [OPTION of brnpa annotate...]       results in out/demo/
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in -h | --help) sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;; esac

tools/setup.sh --video

video=/usr/share/doc/opencv-doc/examples/data/vtest.avi
kept=out/vtest.avi
if [ ! -s $video ] && [ ! -s $kept ]; then
  echo "== Fetching the pedestrian video (package opencv-doc, 98 MB)"
  # Unpacked by hand: container images of Debian are often set up to leave out /usr/share/doc.
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  (cd "$folder" && apt-get -q -o APT::Sandbox::User=root download opencv-doc)
  mkdir -p out
  dpkg-deb --fsys-tarfile "$folder"/opencv-doc_*.deb | tar -xO ".$video" >$kept.part
  mv $kept.part $kept
fi
[ -s $video ] || video=$kept

echo "== Annotating $video"
build/bin/brnpa annotate "$video" --output out/demo --overwrite --snapshot out/demo-snapshot.png "$@"

#!/usr/bin/env bash
# Detects, tracks, re-identifies and draws the people of a video by gst-launch-1.0 alone.
#
#   samples/gst-people.sh VIDEO FOLDER      writes annotated.mp4 and records.jsonl into FOLDER
# Where the plugin is neither installed nor in build/, GST_PLUGIN_PATH names its folder.
set -euo pipefail
if [ $# -ne 2 ]; then
  sed -n '2,/^set -/{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
fi
export GST_PLUGIN_PATH=${GST_PLUGIN_PATH:-$(dirname "$0")/../build/lib/gstreamer-1.0}
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-1000}  # threads that count for long while they wait slow the others down
mkdir -p "$2"
# The I420 that most decoders give goes through as it is. -e: interrupted, the results still hold what was seen.
exec gst-launch-1.0 -q -e filesrc location="$1" ! decodebin ! videoconvert ! video/x-raw,format=I420 ! \
  brnpadetect ! brnpatrack ! brnpareid ! brnpagallery ! brnpaoverlay ! brnpametawriter location="$2/records.jsonl" ! \
  x264enc speed-preset=veryfast ! mp4mux faststart=true ! filesink location="$2/annotated.mp4"

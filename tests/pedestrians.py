"""The pedestrian video of Debian's package opencv-doc, and its beginning. Standard library only."""
import pathlib
import struct

ROOT = pathlib.Path(__file__).resolve().parents[1]
PEDESTRIANS = next((path for path in (pathlib.Path("/usr/share/doc/opencv-doc/examples/data/vtest.avi"),
                                      ROOT / "out" / "vtest.avi") if path.exists()), None)
LONGEST_HEADER = 1 << 20  # bytes


def write_beginning(path, frames):
    """The first frames of the video as an AVI file without an index, which every player does without.

    Cut between two of its chunks: `identity eos-after` of GStreamer ends a pipeline some time after the frame that it
    counts to.
    """
    with PEDESTRIANS.open("rb") as video:
        head = video.read(LONGEST_HEADER)
        end = head.index(b"movi") + 4
        while frames > 0:
            video.seek(end)
            name, size = struct.unpack("<4sI", video.read(8))
            end += 8 + size + size % 2
            frames -= name == b"00dc"
        video.seek(0)
        path.write_bytes(video.read(end))
    return path

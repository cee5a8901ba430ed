#pragma once

#include <cstdint>
#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// Where one trajectory is in one frame.
struct TrackBox {
    int64_t track;   ///< id, from 0
    cv::Rect2d box;  ///< pixels, never empty
};

/// The trajectories of one video, read from MOTChallenge text: frame, id, left, top, width, height and confidence with
/// commas between them; further fields and empty lines do not matter.
struct MotTracks {
    std::map<int64_t, std::vector<TrackBox>> frames;  ///< by frame, counted from 1 as in the file; none is empty

    /// Reads ground truth, whose confidence is a flag: boxes with 0 do not count and are left out. Classes are not
    /// looked at, as TrackEval does it for MOT15 and without its preprocessing.
    /// @throws InputError naming the line, when one does not fit, has no id, or has an id twice in one frame.
    static MotTracks readGroundTruth(const std::string& path);

    /// Reads what a tracker wrote; every line counts, whatever its confidence.
    /// @throws InputError as above.
    static MotTracks readResult(const std::string& path);

    /// Forgets all frames but these.
    void keep(int64_t firstFrame, int64_t lastFrame);
};

}  // namespace reid

#include "reid/mot_tracks.hpp"

#include <fstream>
#include <optional>
#include <set>
#include <utility>

#include "mot_line.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

MotTracks readTracks(const std::string& path, bool dropsZeros) {
    std::ifstream file(path);
    if (!file) throw InputError("The file \"" + path + "\" cannot be opened; a readable file is needed.");
    MotTracks tracks;
    std::set<std::pair<int64_t, int64_t>> seen;  // frames and ids
    int number = 0;
    for (std::string text; std::getline(file, text);) {
        ++number;
        if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
        const std::string where = "The line \"" + path + ":" + std::to_string(number) + "\" ";
        const std::optional<MotLine> line = parseMotLine(text);
        if (!line) {
            throw InputError(where +
                             "is not one of tracks; frame, id, left, top, width, height and confidence with "
                             "commas between them are needed.");
        }
        if (dropsZeros && line->confidence == 0) continue;
        if (line->id < 0) {
            throw InputError(where + "has the id " + std::to_string(line->id) +
                             ", a detection without a track; an id from 0 on is needed.");
        }
        if (!seen.emplace(line->frame, line->id).second) {
            throw InputError(where + "has the id " + std::to_string(line->id) + " a second time in frame " +
                             std::to_string(line->frame) + "; an id may have one box in each frame.");
        }
        tracks.frames[line->frame].push_back({line->id, line->box});
    }
    if (file.bad()) throw InputError("The file \"" + path + "\" cannot be read; a readable file is needed.");
    return tracks;
}

}  // namespace

MotTracks MotTracks::readGroundTruth(const std::string& path) {
    return readTracks(path, /*dropsZeros=*/true);
}

MotTracks MotTracks::readResult(const std::string& path) {
    return readTracks(path, /*dropsZeros=*/false);
}

void MotTracks::keep(int64_t firstFrame, int64_t lastFrame) {
    frames.erase(frames.begin(), frames.lower_bound(firstFrame));
    frames.erase(frames.upper_bound(lastFrame), frames.end());
}

}  // namespace reid

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reid/person_pipeline.hpp"

namespace reid {

/// Takes what was seen, frame by frame, and writes it in one format.
class RecordSink {
  public:
    virtual ~RecordSink() = default;
    /// @param frame from 0. @param ptsNs nanoseconds from the beginning of the stream. @param people of that frame.
    virtual void write(int64_t frame, int64_t ptsNs, const std::vector<Person>& people) = 0;
    /// Makes the file appear under its final name. Without this call nothing does.
    /// @throws ResourceError when the disk refuses.
    virtual void finish() = 0;
};

/// One JSON object a line: docs/records.md.
/// @throws ResourceError when the file cannot be created; so do the others.
std::unique_ptr<RecordSink> makeJsonLinesSink(const std::string& path);

/// MOTChallenge text: frame from 1, track id, left, top, width, height (pixels), confidence, -1, -1, -1.
std::unique_ptr<RecordSink> makeMotSink(const std::string& path);

/// COCO results: an array of {"image_id", "category_id", "bbox", "score", "track_id", "identity"}. The image is the
/// frame counted from 1, the category 1, the person of COCO.
std::unique_ptr<RecordSink> makeCocoSink(const std::string& path);

/// WebVTT, for the `<track>` of a browser's `<video>`: a cue for each stretch in which the same identities are in view.
/// Tracks without an identity are left out, and a stretch shorter than a millisecond, which WebVTT cannot tell.
std::unique_ptr<RecordSink> makeWebVttSink(const std::string& path);

}  // namespace reid

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "annotate_plan.hpp"
#include "open_folders.hpp"
#include "reid/errors.hpp"
#include "reid/model_folder.hpp"
#include "reid/shared_gallery.hpp"
#include "snapshot.hpp"
#include "video/video_format.hpp"
#include "video_summary.hpp"

/// What the videos of a run have in common. May be used by several threads.
struct AnnotateContext {
    const AnnotateOptions& options;
    const reid::ModelFolder& model;
    const nlohmann::ordered_json settings;  ///< settingsOf() the two
    const reid::SharedGallery* gallery;     ///< nullptr: none, or with options.resume opened for each video
    Snapshot& snapshot;
    OpenFolders& folders;
    std::function<bool()> stop;       ///< true ends a video early
    const std::string thresholdText;  ///< which one counts, and where it comes from
};

/// Told while one video is annotated.
struct VideoEvents {
    /// The video could be opened. @param frames where known.
    std::function<void(const video::VideoFormat& format, std::optional<int64_t> frames)> opened;
    std::function<void(int64_t frames)> advanced;
};

/// A decoder is not installed: the machine fails for this video, and may do for others.
class UnreadableVideo : public reid::ResourceError {
  public:
    using reid::ResourceError::ResourceError;
};

enum class VideoOutcome {
    Done,
    DoneEarlier,  ///< by a run before, with --resume
    CutShort,     ///< stopped: the results hold the frames so far
    Dropped       ///< stopped: nothing was written
};

struct VideoResult {
    VideoOutcome outcome;
    VideoSummary summary;
    double seconds = 0;                 ///< of work
    std::string warning;                ///< one sentence about the video or the file of detections; may be empty
    size_t knownBefore = 0, known = 0;  ///< people in the gallery before and afterwards; both 0: it was not looked at
};

/// Annotates one video and gives the results their places.
/// @throws reid::InputError, reid::ResourceError, UnreadableVideo.
VideoResult annotateVideo(const AnnotateContext& context, const AnnotateTask& task, const VideoEvents& events);

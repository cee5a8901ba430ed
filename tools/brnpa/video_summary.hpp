#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "annotate_options.hpp"
#include "appearance_log.hpp"
#include "reid/lasting_gallery.hpp"

/// A file as it was when it was read; of a URI only the address.
struct InputState {
    std::string input;       ///< path or URI, as it was given, but without user and password
    int64_t bytes = 0;       ///< 0 of a URI
    int64_t modifiedNs = 0;  ///< since the file system's epoch; 0 of a URI

    /// @returns sizes of 0 where there is no such file.
    static InputState of(const std::string& input);
    bool operator==(const InputState& other) const {
        return input == other.input && bytes == other.bytes && modifiedNs == other.modifiedNs;
    }
};

/// What summary.json says about one video (pipelines/reid/docs/records.md).
struct VideoSummary {
    InputState input;
    nlohmann::ordered_json settings;  ///< settingsOf() the run
    bool whole = false;               ///< false: ended by Ctrl-C
    cv::Size size;                    ///< pixels
    int64_t frames = 0;
    int64_t endNs = 0;  ///< when the last frame ends, nanoseconds from the beginning
    int64_t tracks = 0;
    std::string camera;
    std::string warning;         ///< of a damaged video; may be empty
    bool lasting = false;        ///< whether identities are those of a gallery, so that other videos have the same
    int64_t galleryVisits = -1;  ///< galleryVisitsOf() the gallery when the video was done; -1 without
    std::vector<PersonSeen> people;

    /// Reads a summary.json.
    /// @returns empty when there is none, or none of this version.
    static std::optional<VideoSummary> read(const std::string& path);
    /// @throws reid::ResourceError when the file cannot be written.
    void write(const std::string& path) const;
};

/// All that decides what the results are, but for the video itself and the gallery's content.
nlohmann::ordered_json settingsOf(const AnnotateOptions& options, const reid::ModelFolder& model,
                                  double acceptDistance);

/// A number that rises with every video that somebody is recognized or enrolled in.
int64_t galleryVisitsOf(const reid::LastingGallery& gallery);

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "backoff.hpp"
#include "video/video_reader.hpp"

/// A camera that may go away and come back, or a file.
class LiveSource {
  public:
    struct Options {
        bool live = false;  ///< a file is played at its own speed, and frames are dropped where the work is too slow
        std::chrono::milliseconds patience{10000};  ///< without a picture, before a camera counts as lost
        bool keepPlanes = false;                    ///< for films, but not those of a camera's few buffers
        cv::Size cameraSize;                        ///< asked of a camera of this machine; empty: its reader chooses
        std::function<bool()> stop;                 ///< asked while waiting; true ends the source
        std::function<void(const std::string&)> announce;  ///< told in one sentence when it is lost and when it is back
        Backoff::Options backoff = {};
    };

    /// What became of the frames.
    struct Counts {
        int64_t decoded = 0, dropped = 0;
        cv::Size size;  ///< of the latest frame
        int64_t reconnects = 0;
        double awaySeconds = 0;  ///< between the last picture before a loss and the first one after
    };

    /// Opens nothing yet.
    /// @param input a file; a URI such as rtsp://camera/stream; /dev/video0; or "test", a moving pattern.
    LiveSource(std::string input, Options options);
    ~LiveSource();

    /// rtsp://, http://, /dev/video0 and the like, or a file that was asked to be played live.
    bool isLive() const { return live_; }

    /// Whether an address is a camera's and not a file.
    static bool isCamera(const std::string& input);

    /// The next frame of a file, or the latest of a camera, which is waited for as long as it takes.
    /// @returns false at the end of a file, and when options.stop() said so.
    /// @throws reid::InputError for a file that cannot be read, and a device that is no camera. @throws
    /// reid::ResourceError without a decoder.
    bool read(video::VideoFrame& frame);

    /// The frame just read does not follow the one before: it is the first, the camera was away, or the size is
    /// another.
    bool begins() const { return begins_; }

    /// Of the frame just read.
    const video::VideoFormat& format() const { return format_; }

    /// Of a file that broke off.
    std::optional<std::string> warning() const;

    Counts counts() const;  ///< from any thread

  private:
    bool open();
    /// A device that is no camera, or may not be opened: waiting would not help.
    bool isSomethingElse() const;
    bool waitBeforeRetry(const std::string& reason);
    void noteCounts();

    const std::string input_;
    const Options options_;
    const bool live_;
    const std::string uri_;
    Backoff backoff_;
    std::unique_ptr<video::VideoReader> reader_;
    video::VideoFormat format_;
    bool begins_ = true;
    std::optional<std::chrono::steady_clock::time_point> lostAt_;
    std::set<std::string> reasons_;  ///< of this loss, which have been said
    mutable std::mutex mutex_;
    Counts before_, now_;  // of earlier connections, and all
};

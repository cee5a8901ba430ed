#pragma once

#include <mutex>
#include <opencv2/core.hpp>
#include <string>

/// Keeps the frame with the most people so far as a picture file, which is whole at any time. Frames may come from
/// several threads.
class Snapshot {
  public:
    /// @param path its ending says the format. Empty: nothing is kept.
    /// @throws reid::ResourceError when no file can be made there.
    explicit Snapshot(std::string path);

    /// @throws reid::ResourceError when the file cannot be written.
    void offer(const cv::Mat& frame, size_t people);

    const std::string& path() const { return path_; }
    /// In the picture; 0 when there is none.
    size_t people() const { return people_; }

  private:
    std::string path_;
    size_t people_ = 0;
    std::mutex mutex_;
};

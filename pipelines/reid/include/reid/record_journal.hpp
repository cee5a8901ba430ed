#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

#include "reid/person_pipeline.hpp"

namespace reid {

/// records.jsonl of cameras that never end: lines of several cameras, appended to one file for as long as it runs, on
/// the disk a second later whatever happens. From any thread.
class RecordJournal {
  public:
    /// Goes on with a file that is there; what a crash left of a last line is cut off.
    /// @throws InputError as refuseOther(). @throws ResourceError when it cannot be written.
    explicit RecordJournal(std::string path);

    /// Touches nothing.
    /// @throws InputError when the file is there and holds something other than records; one torn line is a record.
    /// @throws ResourceError when it cannot be read.
    static void refuseOther(const std::string& path);

    /// @param frame from 0, of this camera. @param ptsNs nanoseconds from the beginning of its stream.
    /// @param time when the frame was taken: UTC, ISO 8601.
    /// @throws ResourceError when the disk refuses.
    void write(const std::string& camera, const std::string& time, int64_t frame, int64_t ptsNs,
               const std::vector<Person>& people);

    /// @throws ResourceError when the disk refuses.
    void sync();

  private:
    [[noreturn]] void fail();
    void flush();

    const std::string path_;
    std::mutex mutex_;
    std::ofstream stream_;
    int error_ = 0;  ///< the number of the first one
    std::chrono::steady_clock::time_point lastSync_{};
};

}  // namespace reid

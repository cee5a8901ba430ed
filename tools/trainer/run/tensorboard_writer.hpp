#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "run/training_log.hpp"

namespace brnpa::trainer {

/** Writes scalars for TensorBoard: one event file, a TFRecord of the message Event for each call.

A resumed training makes another file in the same folder, which TensorBoard shows as the same run. */
class TensorboardWriter {
  public:
    /** Makes events.out.tfevents.TIME.HOST.PROCESS in the folder, which it makes too.
        @throws ResourceError with the system's reason. */
    explicit TensorboardWriter(const std::string& folder);

    /** Writes numbers of one step, and lets the system have them at once.
        @param scalars tag ("train/loss") and number.
        @throws ResourceError where the file cannot be written. */
    void write(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars);

    //! The numbers that a record has, at its step or else its epoch, as train/... and validation/...
    void write(const LogRecord& record);

    const std::string& path() const { return path_; }

  private:
    void writeRecord(const std::string& data);

    std::string path_;
    std::ofstream file_;
};

}  // namespace brnpa::trainer

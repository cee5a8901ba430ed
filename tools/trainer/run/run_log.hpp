#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace brnpa::trainer {

/** The log of a training: a file of JSON lines, a record every few steps and one at the end of every epoch. */
class RunLog {
  public:
    /** @param path of the file; appended to where it exists.
        @param step where the training goes on: later records and a line that was cut off are removed, so that a resumed
        training's log has every record once.
        @throws ResourceError when the disk refuses. */
    RunLog(std::string path, std::int64_t step);

    //! @throws ResourceError when the disk refuses.
    void add(const nlohmann::ordered_json& record);

  private:
    std::string path_;
};

}  // namespace brnpa::trainer

#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace brnpa::trainer {

/** The log of a training: a file of JSON lines, a record every few steps and one at the end of every epoch. */
class RunLog {
  public:
    /** @param path of the file; appended to where it exists.
        @param epoch where the training goes on, the fraction counts: later records and a line that was cut off are
        removed, so that a resumed training's log is that of an uninterrupted one.
        @throws ResourceError when the disk refuses. */
    RunLog(std::string path, double epoch);

    //! @throws ResourceError when the disk refuses.
    void add(const nlohmann::ordered_json& record);

  private:
    std::string path_;
};

}  // namespace brnpa::trainer

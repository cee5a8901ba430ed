#pragma once

#include <string>

namespace brnpa::trainer {

/** "reid" or "detect": the task of a checkpoint.
@throws InputError when there is no such file or it is not a checkpoint of this program. */
std::string checkpointTask(const std::string& path);

}  // namespace brnpa::trainer

#pragma once

#include <cstddef>
#include <functional>

namespace brnpa::trainer {

//! Threads that a setting of 0 means: one for each processor, at least 1.
std::size_t threadCount(std::size_t setting);

/** Calls work(0), ..., work(count - 1), each once, in no fixed order, on several threads of which the caller is one.

@param threads 0: one for each processor.
@param shown is called by the caller's thread alone, with the number of calls that ended; for a display of progress.
@throws what a call threw first; no further call begins then.
*/
void parallelFor(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work,
                 const std::function<void(std::size_t)>& shown = {});

}  // namespace brnpa::trainer

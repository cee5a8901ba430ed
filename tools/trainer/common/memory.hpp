#pragma once

#include <cstdint>

namespace brnpa::trainer {

/** Bytes of memory that this process may still take without swapping: MemAvailable of /proc/meminfo, or what is left of
the container's limit (cgroup version 2) where that is less. The largest number where the system says neither. */
std::uint64_t availableMemory();

}  // namespace brnpa::trainer

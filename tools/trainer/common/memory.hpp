#pragma once

#include <cstdint>

namespace brnpa::trainer {

/** Bytes of memory that this process may still take without swapping: MemAvailable of /proc/meminfo, or what is left of
the container's limit (cgroup version 2) where that is less. The largest number where the system says neither. */
std::uint64_t availableMemory();

/** Has the allocator keep freed memory. Every step of a training frees and allocates the same tensors; fetched anew
from the system they cost a fifth of the time. */
void keepFreedMemory();

}  // namespace brnpa::trainer

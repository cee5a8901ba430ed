#include "common/memory.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace brnpa::trainer {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t bytesPerKibibyte = 1024;

std::uint64_t systemMemory() {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);)
        if (line.rfind("MemAvailable:", 0) == 0) return std::stoull(line.substr(line.find(':') + 1)) * bytesPerKibibyte;
    return unlimited;
}

std::uint64_t containerMemory() {
    // The limit reads "max" where there is none, which leaves the stream failed.
    std::uint64_t limit = 0, current = 0;
    if (!(std::ifstream("/sys/fs/cgroup/memory.max") >> limit)) return unlimited;
    if (!(std::ifstream("/sys/fs/cgroup/memory.current") >> current)) return unlimited;
    return limit - std::min(limit, current);
}

}  // namespace

std::uint64_t availableMemory() {
    return std::min(systemMemory(), containerMemory());
}

void keepFreedMemory() {
#ifdef __GLIBC__
    constexpr int grownAtOnce = 64 << 20;
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, grownAtOnce);
#endif
}

}  // namespace brnpa::trainer

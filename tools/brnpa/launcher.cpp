#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What the user calls. Libraries of the program read their settings when they are loaded, before its first line: this
// sets them and hands over. It needs no library itself, so that it takes no time.

namespace {

constexpr int RESOURCE_ERROR = 4;  // as the program's

/// oneDNN computes with OpenMP, whose threads by default wait for each other by counting for milliseconds: where
/// anything else runs they wait for one that has no processor, and a network takes fifty times as long. Not to count at
/// all costs as much as the small layers of a network. A setting of the user's stays.
void waitBriefly() {
    constexpr const char* TENS_OF_MICROSECONDS = "1000";
    if (!getenv("OMP_WAIT_POLICY")) setenv("GOMP_SPINCOUNT", TENS_OF_MICROSECONDS, 0);
}

/// OpenCV brings OpenBLAS along, which nothing here computes with, and whose threads begin by counting, too.
void startNoThreadsForNothing() {
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
}

}  // namespace

int main(int, char** argv) {
    waitBriefly();
    startNoThreadsForNothing();
    char path[PATH_MAX + sizeof BRNPA_PROGRAM] = "";
    if (readlink("/proc/self/exe", path, PATH_MAX) > 0) {
        strcpy(strrchr(path, '/') + 1, BRNPA_PROGRAM);
        execv(path, argv);
    }
    fprintf(stderr, "brnpa: The program %s cannot be started: %s; it belongs beside this one.\n", path,
            strerror(errno));
    return RESOURCE_ERROR;
}

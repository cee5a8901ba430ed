#include "gallery/writer_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr mode_t FILE_MODE = 0666;  // less the umask

bool isStillThere(const std::string& path, int descriptor) {
    struct stat named {
    }, held{};
    return stat(path.c_str(), &named) == 0 && fstat(descriptor, &held) == 0 && named.st_ino == held.st_ino &&
           named.st_dev == held.st_dev;
}

}  // namespace

WriterLock::WriterLock(const std::string& path) : lockPath_(path + "-writer") {
    while (true) {
        descriptor_ = open(lockPath_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, FILE_MODE);
        if (descriptor_ < 0)
            throw ResourceError("The gallery \"" + path + "\" cannot be written: " + std::strerror(errno) + ".");
        if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            close(descriptor_);
            if (reason == EWOULDBLOCK)
                throw ResourceError("Another program is writing to the gallery \"" + path +
                                    "\"; try again when it has ended.");
            throw ResourceError("The gallery \"" + path + "\" cannot be locked: " + std::strerror(reason) + ".");
        }
        // Its last holder may have removed the file between the opening and the locking.
        if (isStillThere(lockPath_, descriptor_)) return;
        close(descriptor_);
    }
}

WriterLock::~WriterLock() {
    unlink(lockPath_.c_str());
    close(descriptor_);
}

}  // namespace reid

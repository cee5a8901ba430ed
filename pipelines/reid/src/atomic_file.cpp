#include "reid/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <locale>
#include <utility>

#include "reid/errors.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

/// Hidden, in the same folder (a rename is atomic only within one file system), and always the same for one path, so
/// that what a killed program left is overwritten by the next run.
std::string partialPathOf(const std::string& path) {
    const fs::path whole(path);
    return (whole.parent_path() / ("." + whole.filename().string() + ".partial")).string();
}

[[noreturn]] void fail(const std::string& what, const std::string& path, int error) {
    throw ResourceError("The file \"" + path + "\" cannot be " + what + ": " + std::strerror(error) + ".");
}

/// @returns 0 or the error number.
int syncPath(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) return errno;
    const int error = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return error;
}

}  // namespace

void syncFile(const std::string& path) {
    if (const int error = syncPath(path, O_RDONLY)) fail("written", path, error);
}

void publishFile(const std::string& partialPath, const std::string& path) {
    if (const int error = syncPath(partialPath, O_RDONLY)) fail("written", path, error);
    if (std::rename(partialPath.c_str(), path.c_str()) != 0) fail("given its final name", path, errno);
    const fs::path folder = fs::path(path).parent_path();
    const int error = syncPath(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
    // Some file systems cannot sync a folder; the rename has happened all the same.
    if (error != 0 && error != EINVAL && error != ENOTSUP) fail("made durable", path, error);
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), partialPath_(partialPathOf(path_)) {
    errno = 0;
    stream_.open(partialPath_, std::ios::binary | std::ios::trunc);
    if (!stream_) fail("created", path_, errno);
    stream_.imbue(
        std::locale::classic());  // numbers with a point and without separators, whatever the program's locale
}

AtomicFile::~AtomicFile() {
    if (committed_) return;
    stream_.close();
    std::remove(partialPath_.c_str());
}

void AtomicFile::commit() {
    errno = 0;
    stream_.close();
    if (!stream_) fail("written", path_, errno == 0 ? EIO : errno);
    publishFile(partialPath_, path_);
    committed_ = true;
}

}  // namespace reid

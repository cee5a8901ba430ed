#include "result_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"

namespace fs = std::filesystem;

ResultFolder::ResultFolder(std::string path, std::vector<std::string> names, bool overwrite)
    : path_(std::move(path)), names_(std::move(names)), staging_(fs::path(path_) / ".unfinished") {
    try {
        makeFolder();
        refuseOlderResults(overwrite);
        lock();
        // What a killed run left is of no use to anybody: the lock says that it is not at work any more.
        std::error_code failure;
        fs::remove_all(staging_, failure);
        if (!failure) fs::create_directory(staging_, failure);
        if (failure)
            throw reid::ResourceError(
                fmt::format("The output folder {} cannot be written to: {}.", path_, failure.message()));
    } catch (...) {
        abandon();
        throw;
    }
}

ResultFolder::~ResultFolder() {
    abandon();
}

void ResultFolder::makeFolder() {
    std::error_code failure;
    if (fs::exists(path_, failure) && !fs::is_directory(path_, failure))
        throw reid::InputError(fmt::format("{} is a file; --output wants a folder.", path_));
    madeHere_ = fs::create_directories(path_, failure);
    if (failure)
        throw reid::ResourceError(fmt::format("The output folder {} cannot be made: {}.", path_, failure.message()));
}

void ResultFolder::refuseOlderResults(bool overwrite) const {
    for (const std::string& name : names_) {
        std::error_code ignored;
        const fs::path file = fs::path(path_) / name;
        if (fs::is_directory(file, ignored))
            throw reid::InputError(fmt::format("{} is a folder where a result should go.", file.string()));
        if (!overwrite && fs::exists(file, ignored))
            throw reid::InputError(
                fmt::format("{} holds {} already; --overwrite replaces results, or name another folder.", path_, name));
    }
}

void ResultFolder::lock() {
    lock_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0)
        throw reid::ResourceError(
            fmt::format("The output folder {} cannot be opened: {}.", path_, std::strerror(errno)));
    if (flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
    const int reason = errno;
    close(lock_);
    lock_ = -1;
    if (reason == EWOULDBLOCK) {
        madeHere_ = false;
        staging_.clear();  // the other program's
        throw reid::ResourceError(fmt::format("Another program is writing results to {}.", path_));
    }
    throw reid::ResourceError(fmt::format("The output folder {} cannot be locked: {}.", path_, std::strerror(reason)));
}

std::string ResultFolder::staged(const std::string& name) const {
    return (staging_ / name).string();
}

void ResultFolder::publish() {
    const std::lock_guard<std::mutex> guard(mutex_);
    for (const std::string& name : names_)
        reid::publishFile(staged(name), (fs::path(path_) / name).string());
    published_ = true;
}

void ResultFolder::abandon() noexcept {
    const std::lock_guard<std::mutex> guard(mutex_);
    std::error_code ignored;
    if (!staging_.empty()) fs::remove_all(staging_, ignored);
    if (madeHere_ && !published_) fs::remove(path_, ignored);  // only when it is empty
    if (lock_ >= 0) close(lock_);
    lock_ = -1;
}

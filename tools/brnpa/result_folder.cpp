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

namespace {

constexpr const char* STAGING_NAME = ".unfinished";

}  // namespace

ResultFolder::ResultFolder(std::string path, std::vector<std::string> names, bool overwrite,
                           std::vector<std::string> obsolete)
    : ResultFolder(std::move(path), std::move(names), std::move(obsolete), overwrite, Left::Removed) {}

ResultFolder::ResultFolder(std::string path, std::vector<std::string> names, std::vector<std::string> obsolete,
                           bool overwrite, Left left)
    : path_(std::move(path)),
      names_(std::move(names)),
      obsolete_(std::move(obsolete)),
      left_(left),
      staging_(fs::path(path_) / STAGING_NAME) {
    try {
        makeFolder();
        refuseFolders();
        if (!overwrite) {
            refuseOlderResults(path_, names_);
            refuseOlderResults(path_, obsolete_);
        }
        lock();
        if (left_ == Left::Removed) removeLeft();
    } catch (...) {
        abandon();
        throw;
    }
}

std::unique_ptr<ResultFolder> ResultFolder::takeUp(const std::string& path, std::vector<std::string> names,
                                                   std::vector<std::string> obsolete) {
    return std::unique_ptr<ResultFolder>(
        new ResultFolder(path, std::move(names), std::move(obsolete), true, Left::TakenUp));
}

std::string ResultFolder::leftIn(const std::string& path, const std::string& name) {
    return (fs::path(path) / STAGING_NAME / name).string();
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

void ResultFolder::refuseFolders() const {
    for (const std::string& name : names_) {
        std::error_code ignored;
        const fs::path file = fs::path(path_) / name;
        if (fs::is_directory(file, ignored))
            throw reid::InputError(fmt::format("{} is a folder where a result should go.", file.string()));
    }
}

void ResultFolder::refuseOlderResults(const std::string& path, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        std::error_code ignored;
        if (fs::exists(fs::path(path) / name, ignored))
            throw reid::InputError(
                fmt::format("{} holds {} already; --resume leaves whole results as they are, --overwrite replaces "
                            "them, or name another folder.",
                            path, name));
    }
}

void ResultFolder::removeLeft() const {
    // What a killed run left is of no use to anybody: the lock says that it is not at work any more.
    std::error_code failure;
    fs::remove_all(staging_, failure);
    if (!failure) fs::create_directory(staging_, failure);
    if (failure)
        throw reid::ResourceError(
            fmt::format("The output folder {} cannot be written to: {}.", path_, failure.message()));
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
    const fs::path folder(path_);
    std::error_code failure;
    fs::remove(folder / names_.back(), failure);
    for (size_t i = 0; i < obsolete_.size() && !failure; ++i)
        fs::remove(folder / obsolete_[i], failure);
    if (failure)
        throw reid::ResourceError(fmt::format("Older results in {} cannot be removed: {}.", path_, failure.message()));
    for (const std::string& name : names_) {
        // Of results that were taken up some may have their place already.
        const bool isThere = left_ == Left::TakenUp && !fs::exists(staged(name)) && fs::exists(folder / name);
        if (!isThere) reid::publishFile(staged(name), (folder / name).string());
    }
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

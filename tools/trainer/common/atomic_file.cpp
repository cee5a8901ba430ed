#include "common/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

class Descriptor {
  public:
    Descriptor(const std::string& path, int flags)
        : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
        if (number_ < 0) fail("open");
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(const std::string& content) const {
        for (std::size_t done = 0; done < content.size();) {
            const ssize_t count = ::write(number_, content.data() + done, content.size() - done);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail("write");
            done += static_cast<std::size_t>(count);
        }
    }

    void sync() const {
        if (::fsync(number_) != 0) fail("write");
    }

  private:
    [[noreturn]] void fail(const char* verb) const {
        throw ResourceError(fmt::format("cannot {} {}: {}", verb, path_, std::strerror(errno)));
    }

    std::string path_;
    int number_;
};

void syncFolder(const fs::path& folder) {
    Descriptor(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY).sync();
}

void rename(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0)
        throw ResourceError(fmt::format("cannot rename {} to {}: {}", from, to, std::strerror(errno)));
}

}  // namespace

void writeFileAtomically(const std::string& path, const std::string& content) {
    const std::string aside = path + ".part";
    try {
        {
            const Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC);
            file.write(content);
            file.sync();
        }
        rename(aside, path);
    } catch (const ResourceError&) {
        std::error_code ignored;
        fs::remove(aside, ignored);
        throw;
    }
    syncFolder(fs::path(path).parent_path());
}

void replaceFolder(const std::string& finished, const std::string& target) {
    const std::string old = target + ".old";
    std::error_code ignored;
    fs::remove_all(old, ignored);
    const bool replaces = fs::exists(target);
    if (replaces) rename(target, old);
    try {
        rename(finished, target);
    } catch (const ResourceError&) {
        if (replaces) rename(old, target);
        throw;
    }
    syncFolder(fs::absolute(target).parent_path());
    fs::remove_all(old, ignored);
}

}  // namespace brnpa::trainer

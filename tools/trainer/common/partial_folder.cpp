#include "common/partial_folder.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

std::string withoutTrailingSlash(std::string path) {
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path;
}

}  // namespace

PartialFolder::PartialFolder(std::string target)
    : target_(withoutTrailingSlash(std::move(target))), path_(target_ + ".part") {
    std::error_code error;
    fs::remove_all(path_, error);
    if (!error) fs::create_directories(path_, error);
    if (error) throw ResourceError(fmt::format("cannot make the folder {}: {}", path_, error.message()));
}

PartialFolder::~PartialFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void PartialFolder::write(const std::string& name, const std::string& content) const {
    const fs::path file = fs::path(path_) / name;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error)
        throw ResourceError(fmt::format("cannot make the folder {}: {}", file.parent_path().string(), error.message()));
    writeFileAtomically(file.string(), content);
}

void PartialFolder::publish() const {
    replaceFolder(path_, target_);
}

}  // namespace brnpa::trainer

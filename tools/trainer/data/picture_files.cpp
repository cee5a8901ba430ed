#include "data/picture_files.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& path) {
    return path.filename().string().rfind('.', 0) == 0;
}

template <class Wanted>
std::vector<fs::path> sortedEntries(const fs::path& folder, Wanted wanted) {
    std::vector<fs::path> found;
    try {
        for (const auto& entry : fs::directory_iterator(folder))
            if (!isHidden(entry.path()) && wanted(entry)) found.push_back(entry.path());
    } catch (const fs::filesystem_error& error) {
        throw InputError("cannot read the folder " + folder.string() + ": " + error.code().message());
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.native() < b.native(); });
    return found;
}

}  // namespace

bool isPictureName(const fs::path& path) {
    std::string extension = path.extension().string();
    for (char& letter : extension)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

std::vector<fs::path> picturesIn(const fs::path& folder) {
    return sortedEntries(
        folder, [](const fs::directory_entry& entry) { return !entry.is_directory() && isPictureName(entry.path()); });
}

std::vector<fs::path> foldersIn(const fs::path& folder) {
    return sortedEntries(folder, [](const fs::directory_entry& entry) { return entry.is_directory(); });
}

}  // namespace brnpa::trainer

#include "folder_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "reid/errors.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::array VIDEO_ENDINGS = {".3gp",  ".asf", ".avi", ".dav", ".flv", ".h264", ".h265",
                                      ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg",
                                      ".mts",  ".mxf", ".ogv", ".ts",  ".vob", ".webm", ".wmv"};
constexpr std::array PICTURE_ENDINGS = {".jpg", ".jpeg", ".png", ".bmp", ".ppm", ".webp", ".tif", ".tiff"};

template <typename Endings>
bool endsLike(const fs::path& file, const Endings& endings) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

bool isHidden(const fs::path& file) {
    return file.filename().string().front() == '.';
}

}  // namespace

bool looksLikeAVideo(const fs::path& file) {
    return endsLike(file, VIDEO_ENDINGS);
}

bool looksLikeAPicture(const fs::path& file) {
    return endsLike(file, PICTURE_ENDINGS);
}

fs::path wholePath(const fs::path& path) {
    std::error_code ignored;
    const fs::path whole = fs::weakly_canonical(path, ignored);
    return whole.empty() ? path : whole;
}

std::vector<fs::path> filesBelow(const fs::path& folder, const std::function<bool(const fs::path&)>& wanted,
                                 const fs::path& leftOut) {
    std::vector<fs::path> files;
    const fs::path closed = wholePath(leftOut);
    std::error_code failure;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (isHidden(entry->path()) || wholePath(entry->path()) == closed) entry.disable_recursion_pending();
        } else if (wanted(entry->path()) && !isHidden(entry->path()) && entry->is_regular_file(ignored)) {
            files.push_back(entry->path().lexically_relative(folder));
        }
    }
    if (failure)
        throw reid::InputError(fmt::format("The folder {} cannot be read: {}.", folder.string(), failure.message()));
    std::sort(files.begin(), files.end());
    return files;
}

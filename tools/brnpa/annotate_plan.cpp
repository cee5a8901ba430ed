#include "annotate_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "folder_walk.hpp"
#include "input_paths.hpp"
#include "people_pipeline.hpp"
#include "reid/errors.hpp"
#include "video/input_address.hpp"

namespace {

namespace fs = std::filesystem;

/// A video before its results have a folder.
struct Found {
    std::string input;
    fs::path place;  ///< below the output folder, with the name's ending
};

/// Paths below the folder, in the order of their names.
std::vector<fs::path> videosIn(const fs::path& folder, const fs::path& output) {
    // Without the results of an earlier run, which must not be taken for videos.
    std::vector<fs::path> videos = filesBelow(folder, looksLikeAVideo, output);
    if (videos.empty()) throw reid::InputError(fmt::format("There is no video in the folder {}.", folder.string()));
    return videos;
}

std::string nameOfFolder(const std::string& folder) {
    const fs::path whole = wholePath(folder);
    return whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
}

/// File name of a path; what comes nearest to one of a URI.
std::string fileNameOf(const std::string& input) {
    if (!video::isUri(input)) return fs::path(input).filename().string();
    std::string path = input.substr(input.find("://") + 3);
    path = path.substr(0, path.find_first_of("?#"));
    while (!path.empty() && path.back() == '/')
        path.pop_back();
    const std::string name = path.substr(path.find_last_of("/@") + 1);
    return name.empty() ? "video" : name;
}

std::vector<Found> find(const std::vector<std::string>& paths, const std::string& output) {
    const auto folders = std::count_if(paths.begin(), paths.end(), isFolder);
    std::vector<Found> all;
    std::set<fs::path> known;
    const auto take = [&](Found found) {
        const fs::path key = video::isUri(found.input) ? fs::path(found.input) : wholePath(found.input);
        if (known.insert(key).second) all.push_back(std::move(found));
    };
    for (const std::string& path : paths) {
        if (!isFolder(path)) {
            take({path, fileNameOf(path)});
            continue;
        }
        const fs::path front = folders > 1 ? fs::path(nameOfFolder(path)) : fs::path();
        for (const fs::path& video : videosIn(path, output))
            take({(fs::path(path) / video).string(), front / video});
    }
    return all;
}

std::string titleOf(const Found& found) {
    return video::isUri(found.input) ? cameraNameOf(found.input) : found.place.string();
}

std::string withoutEnding(const fs::path& place) {
    return fs::path(place).replace_extension().string();
}

}  // namespace

std::vector<AnnotateTask> planAnnotation(const std::vector<std::string>& paths, const std::string& output) {
    for (const std::string& path : paths)
        refuseCamera(path);
    if (paths.size() == 1 && !isFolder(paths.front()))
        return {{paths.front(), "", output, titleOf({paths.front(), fileNameOf(paths.front())})}};
    const std::vector<Found> all = find(paths, output);
    std::map<std::string, int> stems;
    for (const Found& found : all)
        ++stems[withoutEnding(found.place)];
    std::vector<AnnotateTask> tasks;
    std::map<std::string, std::string> owners;  // input by name
    for (const Found& found : all) {
        const std::string stem = withoutEnding(found.place);
        const std::string name = stems[stem] > 1 ? found.place.string() : stem;
        const auto [owner, isNew] = owners.emplace(name, found.input);
        if (!isNew)
            throw reid::InputError(fmt::format(
                "The results of {} and of {} would both go to {}; give the folders that hold them, or one after the "
                "other with an --output for each.",
                owner->second, found.input, (fs::path(output) / name).string()));
        tasks.push_back({found.input, name, (fs::path(output) / name).string(), titleOf(found)});
    }
    return tasks;
}

#include "person_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "folder_walk.hpp"
#include "reid/errors.hpp"
#include "reid/gallery_folder.hpp"

namespace {

namespace fs = std::filesystem;

/// Sorted, so that every run takes them in the same order.
std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(folder, failure)) {
        if (entry.path().filename().string().front() != '.') entries.push_back(entry.path());
    }
    if (failure)
        throw reid::InputError(fmt::format("The folder {} cannot be read: {}.", folder.string(), failure.message()));
    std::sort(entries.begin(), entries.end());
    return entries;
}

PersonPictures picturesIn(const fs::path& folder) {
    PersonPictures person{fs::canonical(folder).filename().string(), {}, false};
    for (const fs::path& entry : entriesOf(folder)) {
        if (fs::is_regular_file(entry) && looksLikeAPicture(entry)) person.files.push_back(entry.string());
    }
    return person;
}

/// Two floors are looked at: deeper pictures would be passed over without a word.
void refuseDeeperPictures(const fs::path& folder) {
    for (const fs::path& entry : entriesOf(folder)) {
        if (fs::is_directory(entry) && !filesBelow(entry, looksLikeAPicture, "").empty())
            throw reid::InputError(fmt::format(
                "The folder {} holds a folder of pictures itself, {}; name folders that hold people's folders, and "
                "these nothing but pictures.",
                folder.string(), entry.filename().string()));
    }
}

/// Two people of one name keep those of their folders, which tell them apart; so do the nameless.
bool isOnce(const std::string& name, const std::map<std::string, std::string>& names) {
    return !name.empty() &&
           std::count_if(names.begin(), names.end(), [&](const auto& other) { return other.second == name; }) == 1;
}

void addFolder(const fs::path& folder, std::vector<PersonPictures>& people) {
    PersonPictures direct = picturesIn(folder);
    const std::map<std::string, std::string> names = reid::namesInExport(folder.string());
    std::vector<PersonPictures> nested;
    for (const fs::path& entry : entriesOf(folder)) {
        if (!fs::is_directory(entry)) continue;
        refuseDeeperPictures(entry);
        nested.push_back(picturesIn(entry));
        const auto known = names.find(entry.filename().string());
        nested.back().fromGallery = known != names.end();
        if (nested.back().fromGallery && isOnce(known->second, names)) nested.back().name = known->second;
        if (nested.back().files.empty()) nested.pop_back();
    }
    if (!direct.files.empty() && !nested.empty())
        throw reid::InputError(fmt::format(
            "The folder {} holds both pictures and folders of pictures; is it one person or many? Name them apart.",
            folder.string()));
    if (!direct.files.empty()) nested.push_back(std::move(direct));
    if (nested.empty()) throw reid::InputError(fmt::format("The folder {} holds no picture.", folder.string()));
    people.insert(people.end(), nested.begin(), nested.end());
}

}  // namespace

std::vector<PersonPictures> peopleOnPictures(const std::vector<std::string>& paths, const std::string& name) {
    std::vector<PersonPictures> people;
    for (const std::string& path : paths) {
        std::error_code ignored;
        if (fs::is_directory(path, ignored)) {
            addFolder(path, people);
        } else if (fs::exists(path, ignored)) {
            people.push_back({fs::path(path).stem().string(), {path}, false});
        } else {
            throw reid::InputError(fmt::format("There is no picture or folder {}.", path));
        }
    }
    if (name.empty()) return people;
    PersonPictures one{name, {}, true};
    for (const PersonPictures& person : people) {
        one.fromGallery = one.fromGallery && person.fromGallery;
        one.files.insert(one.files.end(), person.files.begin(), person.files.end());
    }
    return {one};
}

#include "data/data_set.hpp"

#include <filesystem>
#include <map>

#include "common/errors.hpp"
#include "data/cuhk03.hpp"
#include "data/identity_folders.hpp"
#include "data/market1501.hpp"
#include "data/picture_files.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::string> marketFolders{
    {"train", "bounding_box_train"}, {"query", "query"}, {"gallery", "bounding_box_test"}};
const char* const layoutNames[] = {"market1501", "cuhk03", "folders"};

bool isLayout(const std::string& name) {
    for (const char* layout : layoutNames)
        if (name == layout) return true;
    return false;
}

std::string recognize(const fs::path& folder) {
    for (const auto& part : marketFolders)
        if (fs::is_directory(folder / part.second)) return "market1501";
    const auto pictures = picturesIn(folder);
    if (!pictures.empty() && isCuhk03Name(pictures.front().filename().string())) return "cuhk03";
    if (pictures.empty())
        for (const auto& inner : foldersIn(folder))
            if (!picturesIn(inner).empty()) return "folders";
    throw InputError("the layout of the data set " + folder.string() +
                     " is unknown: it is a folder with bounding_box_train/ (market1501), with pictures named "
                     "0007_00.jpg (cuhk03), or with a folder for each person (folders)");
}

//! Layout, empty where it is not named, and folder.
std::pair<std::string, fs::path> parse(const std::string& where) {
    const auto colon = where.find(':');
    if (colon == std::string::npos || fs::is_directory(where)) return {"", where};
    const std::string layout = where.substr(0, colon);
    // A colon behind a slash belongs to a path.
    if (layout.find('/') != std::string::npos) return {"", where};
    if (!isLayout(layout)) throw InputError("the layout of a data set is market1501, cuhk03 or folders, not " + layout);
    return {layout, where.substr(colon + 1)};
}

std::string nameOf(const fs::path& folder) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

//! New numbers for the old ones that occur, in ascending order from `next` on.
void number(std::map<int, int>& numbers, int& next) {
    for (auto& entry : numbers)
        entry.second = next++;
}

}  // namespace

DataSet readDataSet(const std::string& where, const std::string& part) {
    const auto marketFolder = marketFolders.find(part);
    if (marketFolder == marketFolders.end())
        throw InputError("the part of a data set is train, query or gallery, not " + part);
    auto [layout, folder] = parse(where);
    if (!fs::is_directory(folder)) throw InputError("there is no folder " + folder.string());
    if (layout.empty()) layout = recognize(folder);
    if (layout != "market1501" && part != "train")
        throw InputError("the data set " + folder.string() + " has the layout " + layout + ", which has no part " +
                         part + "; only market1501 has one");
    DataSet set{nameOf(folder), layout, {}};
    if (layout == "market1501")
        set.images = readMarket1501(folder.string(), marketFolder->second);
    else if (layout == "cuhk03")
        set.images = readCuhk03(folder.string());
    else
        set.images = readIdentityFolders(folder.string());
    return set;
}

std::vector<ReidImage> joinDataSets(const std::vector<DataSet>& sets) {
    std::vector<ReidImage> joint;
    int nextIdentity = 0, nextCamera = 1;
    for (const auto& set : sets) {
        std::map<int, int> identities, cameras;
        for (const auto& image : set.images) {
            identities[image.identity];
            if (image.camera != 0) cameras[image.camera];
        }
        number(identities, nextIdentity);
        number(cameras, nextCamera);
        for (const auto& image : set.images)
            joint.push_back(
                {image.path, identities.at(image.identity), image.camera == 0 ? 0 : cameras.at(image.camera)});
    }
    return joint;
}

}  // namespace brnpa::trainer

#include "data/person_pictures.hpp"

#include <filesystem>
#include <map>

#include "common/errors.hpp"
#include "data/csv_table.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int largestSide = 1 << 16;  // of a picture: more is a mistake

}  // namespace

bool isPersonData(const std::string& folder) {
    return fs::is_regular_file(fs::path(folder) / "images.csv") && fs::is_regular_file(fs::path(folder) / "labels.csv");
}

std::vector<PersonPicture> readPersonPictures(const std::string& folder) {
    const fs::path root(folder);
    std::vector<PersonPicture> pictures;
    std::map<std::string, std::size_t> places;
    CsvTable images(root / "images.csv", "image,width,height,source,split", CsvTable::Header::Required);
    while (images.next()) {
        PersonPicture picture;
        const std::string &name = images.text(0), &split = images.text(4);
        picture.path = (root / "images" / name).string();
        picture.width = static_cast<int>(images.number(1, 1, largestSide));
        picture.height = static_cast<int>(images.number(2, 1, largestSide));
        picture.source = images.text(3);
        picture.validates = split == "val";
        if (split != "val" && split != "train") images.fail("has the split \"" + split + "\", not train or val");
        if (!places.emplace(name, pictures.size()).second) images.fail("names " + name + " a second time");
        pictures.push_back(std::move(picture));
    }
    if (pictures.empty()) throw InputError((root / "images.csv").string() + " lists no picture");
    CsvTable labels(root / "labels.csv", "image,x,y,w,h,ignore", CsvTable::Header::Required);
    while (labels.next()) {
        const auto found = places.find(labels.text(0));
        if (found == places.end()) labels.fail("labels " + labels.text(0) + ", which images.csv does not list");
        const auto side = static_cast<float>(largestSide);
        const cv::Rect2f place(labels.number(1, -side, side), labels.number(2, -side, side), labels.number(3, 0, side),
                               labels.number(4, 0, side));
        pictures[found->second].boxes.push_back({place, labels.number(5, 0, 1) > 0});
    }
    return pictures;
}

}  // namespace brnpa::trainer

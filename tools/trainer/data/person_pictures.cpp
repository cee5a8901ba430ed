#include "data/person_pictures.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;

constexpr int largestSide = 1 << 16;  // of a picture: more is a mistake

//! A list of values separated by commas, without quotes: names of files and numbers need none.
class Table {
  public:
    Table(const fs::path& path, const std::string& columns) : path_(path.string()), columns_(columns), file_(path) {
        if (!file_) throw InputError("cannot open " + path_);
        if (!next() || line_ != columns_) fail("begins with \"" + line_ + "\", not with \"" + columns_ + "\"");
    }

    //! Goes to the next line; false behind the last one.
    bool next() {
        if (!std::getline(file_, line_)) return false;
        if (!line_.empty() && line_.back() == '\r') line_.pop_back();
        ++number_;
        fields_.clear();
        for (std::size_t begin = 0; begin <= line_.size();) {
            const std::size_t end = std::min(line_.find(',', begin), line_.size());
            fields_.push_back(line_.substr(begin, end - begin));
            begin = end + 1;
        }
        const auto expected = 1 + static_cast<std::size_t>(std::count(columns_.begin(), columns_.end(), ','));
        if (fields_.size() != expected) fail(fmt::format("has {} fields, not {}", fields_.size(), columns_));
        return true;
    }

    const std::string& text(std::size_t column) const { return fields_[column]; }

    float number(std::size_t column, float low, float high) const {
        const std::string& field = fields_[column];
        float value = 0;
        const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        if (error != std::errc() || end != field.data() + field.size() || !(value >= low && value <= high))
            fail(fmt::format("holds \"{}\", accepted is a number from {:g} to {:g}", field, low, high));
        return value;
    }

    [[noreturn]] void fail(const std::string& why) const {
        throw InputError(fmt::format("line {} of {} {}", number_, path_, why));
    }

  private:
    std::string path_, columns_;
    std::ifstream file_;
    std::string line_;
    std::vector<std::string> fields_;
    std::size_t number_ = 0;
};

}  // namespace

bool isPersonData(const std::string& folder) {
    return fs::is_regular_file(fs::path(folder) / "images.csv") && fs::is_regular_file(fs::path(folder) / "labels.csv");
}

std::vector<PersonPicture> readPersonPictures(const std::string& folder) {
    const fs::path root(folder);
    std::vector<PersonPicture> pictures;
    std::map<std::string, std::size_t> places;
    Table images(root / "images.csv", "image,width,height,source,split");
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
    Table labels(root / "labels.csv", "image,x,y,w,h,ignore");
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

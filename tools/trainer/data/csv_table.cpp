#include "data/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/errors.hpp"

namespace brnpa::trainer {

CsvTable::CsvTable(const std::filesystem::path& path, const std::string& columns, Header header)
    : path_(path.string()), columns_(columns), header_(header), file_(path) {
    if (!file_) throw InputError("cannot open " + path_);
    if (header == Header::None) return;
    if (!next() || line_ != columns_) fail("begins with \"" + line_ + "\", not with \"" + columns_ + "\"");
}

bool CsvTable::next() {
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
    if (header_ == Header::Required ? fields_.size() != expected : fields_.size() < expected)
        fail(fmt::format("has {} fields, not {}", fields_.size(), columns_));
    return true;
}

float CsvTable::number(std::size_t column, float low, float high) const {
    const std::string& field = fields_[column];
    float value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc() || end != field.data() + field.size() || !(value >= low && value <= high))
        fail(fmt::format("holds \"{}\", accepted is a number from {:g} to {:g}", field, low, high));
    return value;
}

void CsvTable::fail(const std::string& why) const {
    throw InputError(fmt::format("line {} of {} {}", number_, path_, why));
}

}  // namespace brnpa::trainer

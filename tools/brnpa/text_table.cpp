#include "text_table.hpp"

#include <algorithm>
#include <utility>

namespace {

constexpr size_t GAP = 2;  // spaces between columns

/// Characters, not bytes, of UTF-8.
size_t lengthOf(const std::string& text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace

TextTable::TextTable(std::vector<std::string> titles) : rows_{std::move(titles)} {}

void TextTable::add(std::vector<std::string> cells) {
    cells.resize(rows_.front().size());
    rows_.push_back(std::move(cells));
}

void TextTable::print(std::ostream& out) const {
    std::vector<size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
        for (size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], lengthOf(row[i]));
    }
    for (const auto& row : rows_) {
        std::string line;
        for (size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] - lengthOf(row[i]) + GAP, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << "\n";
    }
    out << std::flush;
}

#include "text_table.hpp"

#include <glib.h>

#include <algorithm>
#include <utility>

namespace {

constexpr size_t GAP = 2;  // spaces between columns

/// Columns of a terminal: a Chinese sign takes two, an accent of its own none.
size_t lengthOf(const std::string& text) {
    size_t length = 0;
    const char* end = text.data() + text.size();
    for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
        const gunichar sign = g_utf8_get_char_validated(at, end - at);
        const bool isText = sign != static_cast<gunichar>(-1) && sign != static_cast<gunichar>(-2);
        if (!isText)
            ++length;
        else if (!g_unichar_iszerowidth(sign))
            length += g_unichar_iswide(sign) ? 2 : 1;
    }
    return length;
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

#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! A file with a line of values for each row, separated by commas, without quotes: names of files and numbers need
//! none.
class CsvTable {
  public:
    enum class Header { Required, None };

    /** @param columns their names, separated by commas. With a header they are the file's first line and all that a
        line has; without one a line may have more.
        @throws InputError for a file that cannot be opened or begins with another line. */
    CsvTable(const std::filesystem::path& path, const std::string& columns, Header header);

    //! Goes to the next line; false behind the last one. @throws InputError for another number of values.
    bool next();

    const std::string& text(std::size_t column) const { return fields_[column]; }

    //! @throws InputError for what is no number from low to high.
    float number(std::size_t column, float low, float high) const;

    //! @throws InputError that names line and file.
    [[noreturn]] void fail(const std::string& why) const;

  private:
    std::string path_, columns_;
    Header header_;
    std::ifstream file_;
    std::string line_;
    std::vector<std::string> fields_;
    std::size_t number_ = 0;
};

}  // namespace brnpa::trainer

#pragma once

#include <ostream>
#include <string>
#include <vector>

/// Lines of columns of equal width on a terminal, for people.
class TextTable {
  public:
    explicit TextTable(std::vector<std::string> titles);
    /// @param cells UTF-8, as many as there are titles.
    void add(std::vector<std::string> cells);
    void print(std::ostream& out) const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

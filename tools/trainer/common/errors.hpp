#pragma once

#include <stdexcept>
#include <string>

namespace brnpa::trainer {

//! A file, folder or recipe that does not fit: the program ends with exit code 3.
class InputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

//! A disk, a library or memory that failed: the program ends with exit code 4.
class ResourceError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace brnpa::trainer

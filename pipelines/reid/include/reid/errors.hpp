#pragma once

#include <stdexcept>

namespace reid {

/// What a person gave cannot be used: a missing or broken file, a wrong value. The text is one sentence that says what
/// was wrong, with which file or option, and what would be accepted. Programs exit with 3.
class InputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Something that the machine should have given failed: a full disk, a missing decoder. Programs exit with 4.
class ResourceError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace reid

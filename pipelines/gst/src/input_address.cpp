#include "video/input_address.hpp"

namespace video {

bool isUri(const std::string& input) {
    return input.find("://") != std::string::npos;
}

}  // namespace video

#include "input_paths.hpp"

#include <filesystem>

bool isUri(const std::string& input) {
    return input.find("://") != std::string::npos;
}

bool isFolder(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

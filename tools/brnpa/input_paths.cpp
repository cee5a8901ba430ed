#include "input_paths.hpp"

#include <filesystem>

std::string withoutPasswords(const std::string& text) {
    static const std::string scheme = "://";
    std::string plain;
    size_t rest = 0;
    for (size_t found = text.find(scheme); found != std::string::npos; found = text.find(scheme, rest)) {
        const size_t begin = found + scheme.size(), end = text.find_first_of("/? ", begin);
        plain += text.substr(rest, begin - rest);
        const size_t user = text.substr(begin, end - begin).rfind('@');  // a password may contain another one
        rest = user == std::string::npos ? begin : begin + user + 1;
    }
    return plain + text.substr(rest);
}

bool isFolder(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

#include "darknet_files.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reid/errors.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

std::string withoutSpaces(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c); }), text.end());
    return text;
}

/// A number of the first section, which is [net]; 0 where it is not there.
int netNumber(const std::string& cfg, const std::string& key) {
    std::ifstream file(cfg);
    int sections = 0, number = 0;
    for (std::string line; sections < 2 && std::getline(file, line);) {
        line = withoutSpaces(line);
        if (!line.empty() && line[0] == '[') ++sections;
        if (line.rfind(key + "=", 0) == 0) std::istringstream(line.substr(key.size() + 1)) >> number;
    }
    return number;
}

std::vector<std::string> readLines(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

}  // namespace

DarknetFiles findDarknetFiles(const std::string& path) {
    DarknetFiles files;
    files.cfg = fs::path(path).replace_extension(".cfg").string();
    files.weights = fs::path(path).replace_extension(".weights").string();
    for (const std::string& file : {files.cfg, files.weights}) {
        std::error_code ignored;
        if (!fs::is_regular_file(file, ignored)) {
            throw InputError("The file \"" + file +
                             "\" does not exist; a Darknet detector is a .cfg and a .weights of one name in one "
                             "folder.");
        }
    }
    files.inputSize = {netNumber(files.cfg, "width"), netNumber(files.cfg, "height")};
    if (files.inputSize.width < 1 || files.inputSize.height < 1) {
        throw InputError("The file \"" + files.cfg +
                         "\" has no width and height in its first section; a Darknet network begins with [net], "
                         "which has both.");
    }
    files.classes = readLines(fs::path(path).replace_extension(".names"));
    return files;
}

}  // namespace reid

#include "stream_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>
#include <set>

#include "people_pipeline.hpp"

namespace {

bool isPlain(char character) {
    return std::isalnum(static_cast<unsigned char>(character)) || character == '.' || character == '_' ||
           character == '-';
}

std::string plain(std::string text) {
    for (char& character : text)
        if (!isPlain(character)) character = '-';
    return text.empty() ? "camera" : text;
}

/// Length of what stands in front of "=" and is no part of an address or of the name of a file.
std::optional<size_t> nameLength(const std::string& given) {
    const size_t sign = given.find('=');
    if (sign == std::string::npos || given.find_first_of("/:") < sign) return std::nullopt;
    std::error_code ignored;
    if (std::filesystem::exists(given, ignored)) return std::nullopt;
    return sign;
}

NamedSource split(const std::string& given) {
    const std::optional<size_t> length = nameLength(given);
    const std::string name = length ? given.substr(0, *length) : plain(cameraNameOf(given));
    return {name, length ? given.substr(*length + 1) : given, name};
}

}  // namespace

std::string faultOfName(const std::string& given) {
    const std::optional<size_t> length = nameLength(given);
    if (!length || (*length > 0 && std::all_of(given.begin(), given.begin() + *length, isPlain))) return "";
    return fmt::format(
        "\"{}\" cannot name a source, whose name stands in files and addresses: letters a to z, digits, \".\", \"_\" "
        "and "
        "\"-\" can",
        given.substr(0, *length));
}

std::vector<NamedSource> namedSources(const std::vector<std::string>& given) {
    std::vector<NamedSource> sources;
    std::set<std::string> taken;
    for (const std::string& one : given) {
        NamedSource source = split(one);
        for (int number = 2; !taken.insert(source.name).second; ++number)
            source.name = source.wanted + "-" + std::to_string(number);
        sources.push_back(source);
    }
    return sources;
}

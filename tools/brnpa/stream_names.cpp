#include "stream_names.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
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

NamedSource split(const std::string& given) {
    const size_t sign = given.find('=');
    const bool named =
        sign != std::string::npos && sign > 0 && std::all_of(given.begin(), given.begin() + sign, isPlain);
    if (named && !std::filesystem::exists(given)) return {given.substr(0, sign), given.substr(sign + 1)};
    return {plain(cameraNameOf(given)), given};
}

}  // namespace

std::vector<NamedSource> namedSources(const std::vector<std::string>& given) {
    std::vector<NamedSource> sources;
    std::set<std::string> taken;
    for (const std::string& one : given) {
        NamedSource source = split(one);
        const std::string wanted = source.name;
        for (int number = 2; !taken.insert(source.name).second; ++number)
            source.name = wanted + "-" + std::to_string(number);
        sources.push_back(source);
    }
    return sources;
}

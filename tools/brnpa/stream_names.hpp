#pragma once

#include <string>
#include <vector>

/// A source and what it is called.
struct NamedSource {
    std::string name;     ///< letters, digits, ".", "_" and "-": fit for files and addresses; no two are the same
    std::string address;  ///< file, URI or device
};

/// From [NAME=]ADDRESS; without a name: of the file, the host or the device.
std::vector<NamedSource> namedSources(const std::vector<std::string>& given);

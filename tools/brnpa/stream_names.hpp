#pragma once

#include <string>
#include <vector>

/// A source and what it is called.
struct NamedSource {
    std::string name;     ///< letters, digits, ".", "_" and "-": fit for files and addresses; no two are the same
    std::string address;  ///< file, URI or device
    std::string wanted;   ///< name that it would have if no source before had it
};

/// @returns one sentence about a name in front of an address that cannot be one; empty: none is wrong.
std::string faultOfName(const std::string& given);

/// From [NAME=]ADDRESS; without a name: of the file, the host or the device.
std::vector<NamedSource> namedSources(const std::vector<std::string>& given);

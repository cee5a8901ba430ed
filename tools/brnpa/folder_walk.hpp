#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// By its ending.
bool looksLikeAVideo(const std::filesystem::path& file);
bool looksLikeAPicture(const std::filesystem::path& file);

/// Files at any depth of a folder, relative to it, in the order of their names. Hidden files and folders are left out.
/// @param wanted which of them. @param leftOut a folder that is not looked into: that of results.
/// @throws reid::InputError when the folder cannot be read.
std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& folder,
                                              const std::function<bool(const std::filesystem::path&)>& wanted,
                                              const std::filesystem::path& leftOut);

/// Without links and dots, as far as there is such a path.
std::filesystem::path wholePath(const std::filesystem::path& path);

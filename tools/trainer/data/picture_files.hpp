#pragma once

#include <filesystem>
#include <vector>

namespace brnpa::trainer {

//! Whether a name ends like a picture's: .jpg, .jpeg or .png, in small or capital letters.
bool isPictureName(const std::filesystem::path& path);

/** The pictures that lie directly in a folder, sorted by path; hidden files are left out.
@throws InputError where the folder cannot be read. */
std::vector<std::filesystem::path> picturesIn(const std::filesystem::path& folder);

/** The folders that lie directly in a folder, sorted by path; hidden ones are left out.
@throws InputError where the folder cannot be read. */
std::vector<std::filesystem::path> foldersIn(const std::filesystem::path& folder);

}  // namespace brnpa::trainer

#pragma once

#include <string>

namespace brnpa::trainer {

/** Writes a file so that its name always holds a whole one: aside, fsync, rename, fsync of the folder.
@throws ResourceError with the system's reason. */
void writeFileAtomically(const std::string& path, const std::string& content);

/** Renames a finished folder to its final name and makes that durable; an older folder there is replaced.
@throws ResourceError with the system's reason. */
void replaceFolder(const std::string& finished, const std::string& target);

}  // namespace brnpa::trainer

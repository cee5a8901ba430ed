#pragma once

#include <string>

namespace brnpa {

/// The folder of the models that ship, found from where this plugin lies. It is not checked that it exists.
std::string modelsFolder();

/// A model folder as it was named: empty or the name of a shipped model, or the path of another one.
std::string modelFolderNamed(const std::string& named);

}  // namespace brnpa

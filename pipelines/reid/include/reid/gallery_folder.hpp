#pragma once

#include <map>
#include <string>

#include "reid/lasting_gallery.hpp"

namespace reid {

/// Writes a gallery as a folder for each person with the pictures, and gallery.json with all that is known
/// (docs/gallery.md). `brnpa-train --data folders:` reads it too: file names tell the cameras.
/// @param folder must not be there yet; it appears when it is whole.
/// @throws InputError when it is there. @throws ResourceError when it cannot be written.
void exportGallery(const LastingGallery& gallery, const std::string& folder);

/// The model of an exported gallery, to open one for it.
/// @throws InputError when there is no readable gallery.json.
GalleryModel modelOfExport(const std::string& folder);

/// The people's names by their folders; those who have none are called "". Empty for a folder that is no export.
/// @throws InputError for a gallery.json that cannot be read.
std::map<std::string, std::string> namesInExport(const std::string& folder);

struct ImportCounts {
    size_t added = 0;
    size_t known = 0;  ///< somebody in the gallery had all of their embeddings
};

/// Adds the people of an exported gallery who are not there yet, all or none. Who has a number that is taken gets a new
/// one.
/// @throws InputError when the folder is not an export, a file of it is missing, or its model is another one.
ImportCounts importGallery(LastingGallery& gallery, const std::string& folder);

}  // namespace reid

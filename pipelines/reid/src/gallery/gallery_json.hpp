#pragma once

#include <string>
#include <vector>

#include "json_fields.hpp"
#include "reid/lasting_gallery.hpp"

namespace reid {

constexpr int EXPORT_SCHEMA_VERSION = 1;

nlohmann::ordered_json toJson(const GalleryModel& model);
nlohmann::ordered_json toJson(const CameraSightings& seen);
/// @param file of the picture, in the export; empty: none.
nlohmann::ordered_json toJson(const Exemplar& exemplar, const std::string& file);

// All throw InputError, which names the file and the key, for what does not fit.

int64_t millisecondsIn(const JsonFields& fields, const std::string& key);
GalleryModel modelIn(const JsonFields& fields);
CameraSightings sightingsIn(const JsonFields& fields);
/// Without its picture. @param embeddingSize that it must have.
Exemplar exemplarIn(const JsonFields& fields, int embeddingSize);

}  // namespace reid

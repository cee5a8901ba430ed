#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "reid/lasting_gallery.hpp"

// How the commands name people to each other and to whoever reads.

/// @param who a number, "id:" and a number, or a name.
/// @throws reid::InputError when nobody or more than one is meant.
int personMeant(const reid::LastingGallery& gallery, const std::string& who);

/// @throws reid::InputError for a name that a line of text cannot hold: control characters, or no UTF-8.
void requireReadableName(const std::string& name);

/// For example "3 (Anna)", or "3".
std::string personText(int identity, const std::string& name);

/// For example "door, yard"; "-" where none is known.
std::string cameraText(const reid::KnownPerson& person);

/// When any camera saw the person last; when the person was enrolled where none did.
int64_t lastSeenMs(const reid::KnownPerson& person);
int64_t firstSeenMs(const reid::KnownPerson& person);
int64_t visits(const reid::KnownPerson& person);

/// Number, name, times and cameras.
nlohmann::ordered_json toJson(const reid::KnownPerson& person);

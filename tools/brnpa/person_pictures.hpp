#pragma once

#include <string>
#include <vector>

/// Picture files of one person.
struct PersonPictures {
    std::string name;
    std::vector<std::string> files;  ///< by name
    bool fromGallery = false;        ///< which has taken them for pictures of a person, however small
};

/// Who is on these pictures: a picture is a person named after its file, a folder of pictures one named after the
/// folder, and a folder of folders of pictures one for each, of an exported gallery under the names of its people.
/// Hidden files and files that are no pictures, by their endings, are left out of folders.
/// @param name of everybody; empty: as above.
/// @throws reid::InputError for a path that is not there, a folder without pictures, one with both pictures and
/// folders of pictures, or one with pictures deeper in it.
std::vector<PersonPictures> peopleOnPictures(const std::vector<std::string>& paths, const std::string& name);

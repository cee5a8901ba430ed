#pragma once

#include <ostream>

#include "gallery_command.hpp"

// One function for each subcommand of `brnpa gallery`.
// All: @param warnings one sentence a line. @throws reid::InputError, reid::ResourceError; nothing has changed then.

void enrolPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);     // gallery_enrol.cpp
void listPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);      // gallery_list.cpp
void showPerson(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);      // gallery_list.cpp
void searchPerson(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);    // gallery_search.cpp
void listAlike(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);       // gallery_alike.cpp
void renamePerson(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);    // gallery_edit.cpp
void mergePeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);     // gallery_edit.cpp
void splitPerson(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);     // gallery_edit.cpp
void forgetPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);    // gallery_edit.cpp
void exportPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);    // gallery_transfer.cpp
void importPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);    // gallery_transfer.cpp
void compactGallery(const GalleryRequest& request, std::ostream& out, std::ostream& warnings);  // gallery_transfer.cpp

#pragma once

#include "contact_sheet.hpp"
#include "gallery_command.hpp"
#include "reid/lasting_gallery.hpp"

// What the subcommands of `brnpa gallery` that compare and show pictures have in common.

/// The gallery for reading, with the threshold for single pictures.
/// @throws reid::InputError, reid::ResourceError, as LastingGallery's constructor.
reid::LastingGallery galleryToCompare(const GalleryRequest& request, const reid::ModelFolder& model);

/// A picture that a gallery keeps, in the color of its person, with where and when it was taken; without a title.
SheetCard cardOf(const reid::Exemplar& exemplar);

#pragma once

#include <optional>
#include <string>

#include "reid/gallery.hpp"
#include "reid/lasting_gallery.hpp"
#include "reid/model_folder.hpp"

/// Largest distance from a known person at which somebody is that person.
struct AcceptOptions {
    std::optional<double> threshold;  ///< the distance itself; the gallery's or the model folder's where empty
    /// Chooses among the thresholds of the gallery or the model folder, 0..1.
    double falseAcceptRate = reid::GalleryOptions::USUAL_FALSE_ACCEPT_RATE;
    double margin = 0;  ///< by which the runner-up must be farther, or nobody is named
};

/// What a gallery is opened with; one that holds no threshold wants one from the options or the folder.
reid::GalleryOptions galleryOptions(const AcceptOptions& options, const reid::ModelFolder& folder, reid::Query query);

/// Before a gallery's file is made: one that is new holds no threshold.
/// @throws reid::InputError when none is known.
void requireThreshold(const AcceptOptions& options, const reid::ModelFolder& folder, const std::string& galleryPath);

/// The threshold that counts for tracks, and where it comes from in words.
struct AcceptDistance {
    double distance;
    std::string text;
};

/// @param gallery nullptr: one in memory.
/// @throws reid::InputError when none of the three has a threshold.
AcceptDistance acceptDistance(const AcceptOptions& options, const reid::ModelFolder& folder,
                              const reid::LastingGallery* gallery);

#pragma once

#include <memory>
#include <string>

#include "people_options.hpp"
#include "reid/lasting_gallery.hpp"
#include "reid/person_painter.hpp"
#include "reid/person_pipeline.hpp"

/// What finds the people, and how often it is asked.
struct Finder {
    std::unique_ptr<reid::Detector> detector;
    int every;  ///< frames
};

/// @throws reid::InputError when there is no such detector.
Finder makeFinder(const PeopleOptions& options);

/// For recordings: several frames side by side.
/// @param videos that are worked on at the same time.
/// @throws reid::InputError when there is no such detector.
Finder makeParallelFinder(const PeopleOptions& options, int videos);

/// The gallery file of the options, made when missing; nullptr when they name none.
std::unique_ptr<reid::LastingGallery> openGallery(const PeopleOptions& options, const reid::ModelFolder& folder);

/// @throws reid::InputError when the model cannot be used.
std::unique_ptr<reid::Embedder> makeEmbedder(const PeopleOptions& options, const reid::ModelFolder& folder);

/// @param gallery nullptr: people are remembered as long as the pipeline lives.
/// @param camera where the frames come from, for the gallery.
/// @throws reid::InputError when the gallery cannot be used.
std::unique_ptr<reid::PersonPipeline> makePeoplePipeline(const PeopleOptions& options, Finder finder,
                                                         std::unique_ptr<reid::Embedder> embedder,
                                                         std::unique_ptr<reid::Gallery> gallery,
                                                         const std::string& camera);

/// "yard" of recordings/yard.mp4; of a camera's address nothing that could be a password.
std::string cameraNameOf(const std::string& input);

/// How attention is painted.
cv::brnpa::OverlayParams overlayOf(const PeopleOptions& options);

reid::PersonPainter makePainter(const PeopleOptions& options);

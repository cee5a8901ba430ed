#pragma once

#include <gst/video/video.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reid/detector.hpp"
#include "reid/person.hpp"
#include "reid/tracker.hpp"

/// The contract between the elements, documented for others in pipelines/gst/README.md: a region of interest of the
/// type "person" for each person in a frame, with one GstStructure from each element that has something to say.
namespace brnpa {

constexpr const char* DETECT_STRUCTURE = "brnpadetect";
constexpr const char* TRACK_STRUCTURE = "brnpatrack";
constexpr const char* REID_STRUCTURE = "brnpareid";
constexpr const char* GALLERY_STRUCTURE = "brnpagallery";

using Region = GstVideoRegionOfInterestMeta;

/// All regions of the type "person", in their order.
/// @throws reid::InputError when what brnpa's elements said about one is gone.
std::vector<Region*> personRegions(GstBuffer* buffer);

/// Adds a region for a person.
/// @param box pixels; what is outside the frame is cut off.
/// @returns nullptr where less than half a pixel of the box is inside.
Region* addRegion(GstBuffer* buffer, const cv::Rect2f& box, cv::Size frame);

/// Moves it. @returns false, and leaves it where it was, as addRegion().
bool moveRegion(Region* region, const cv::Rect2f& box, cv::Size frame);

/// x, y, width, height: the exact box, which may reach outside the frame, for those of the region are whole numbers.
void setBox(GstStructure* structure, const cv::Rect2f& box);

/// The exact box where the structure has one that is still that of the region, otherwise the region's own: other
/// elements may have moved or scaled it.
cv::Rect2f boxOf(const Region& region, const GstStructure* structure, cv::Size frame);

/// A person that a detector found: brnpadetect, or any other whose region has a structure with a "confidence".
reid::Detection detectionOf(const Region& region, cv::Size frame);

/// What a detector says about a person.
GstStructure* makeDetectionStructure(const reid::Detection& detection);

/// What brnpatrack knows about a track.
/// @param model SHA-256 of the network that the track's embedding is of.
GstStructure* makeTrackStructure(const reid::Track& track, const std::string& model = "");
/// @param box as boxOf().
reid::Track trackIn(const GstStructure* structure, const cv::Rect2f& box);

/// Tracks that are shown, by id, and where they are on the buffer.
struct ShownTrack {
    Region* region;
    const GstStructure* structure;  ///< of brnpatrack
    reid::Track track;
};
std::vector<ShownTrack> shownTracks(GstBuffer* buffer, cv::Size frame);

/// SHA-256 of the network that brnpareid looked at the person with; empty where it did not look.
std::string modelOfLook(const Region& region);

/// Ids of all tracks that live, shown or not.
std::set<int> livingTracks(GstBuffer* buffer);

/// The looks that the tracker had to take in this frame anyway, at shown and hidden tracks.
/// @param model checksum of the network: the looks of others are left out.
std::map<int, reid::Appearance> looksOfTracker(GstBuffer* buffer, const std::string& model);

/// Keeps a look of the tracker with its structure.
void setLook(GstStructure* track, const reid::Appearance& look, const std::string& model);

/// All people in the frame, as far as the elements so far know them, by track id. Of people who were only detected the
/// track id is 0.
std::vector<reid::Person> peopleIn(GstBuffer* buffer, cv::Size frame);

/// The boxes of all who are or may be in the frame, as reid::PersonPipeline::everybody(): those of the regions, what
/// the detector found, and hidden tracks.
std::vector<cv::Rect2f> everybodyIn(GstBuffer* buffer, cv::Size frame);

}  // namespace brnpa

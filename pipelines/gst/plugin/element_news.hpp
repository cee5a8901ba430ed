#pragma once

#include <gst/gst.h>

#include <vector>

/// What elements tell those above them, as custom events that go upstream: without a queue in between the other has
/// heard it before the next frame; with one, some frames later.
namespace brnpa {

/// brnpareid looked at these tracks, so that the next look is due later.
constexpr const char* LOOKED_NEWS = "brnpa-looked";
/// brnpagallery found that these tracks wait for somebody who is in the picture already.
constexpr const char* SUPERSEDED_NEWS = "brnpa-superseded";

/// Says nothing when there are no tracks.
void sendUpstream(GstElement* element, const char* news, const std::vector<int>& tracks);

/// The tracks that the news are about; none when it is other news.
std::vector<int> tracksOf(const GstStructure& structure, const char* news);

}  // namespace brnpa

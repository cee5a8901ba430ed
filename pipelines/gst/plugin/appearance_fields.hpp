#pragma once

#include <gst/gst.h>

#include <string>

#include "reid/embedder.hpp"

/// Numbers of a network in the fields of a GstStructure: arrays are GstBuffers of float32 in the machine's byte order
/// (pipelines/gst/README.md).
namespace brnpa {

void setFloats(GstStructure* structure, const char* field, const float* values, size_t count);

/// Empty where there is no such field.
std::vector<float> floatsIn(const GstStructure* structure, const char* field);

/// The fields embedding, maps, norms, parts, map-width, map-height and model.
/// @param model checksum of the network that looked.
void setAppearance(GstStructure* structure, const reid::Appearance& appearance, const std::string& model);

/// With an empty embedding and empty maps where the fields are missing or do not fit each other.
reid::Appearance appearanceIn(const GstStructure* structure);

/// Whether the fields are those of this network.
bool isOfModel(const GstStructure* structure, const std::string& model);

/// Attention maps K x h x w of the shape that the structure tells; empty where they are missing or do not fit it.
cv::Mat mapsIn(const GstStructure* structure, const char* field);

}  // namespace brnpa

#pragma once

#include <memory>

#include "frame_filter.hpp"
#include "reid/embedder.hpp"
#include "reid/network_engine.hpp"

/// The property "engine" of the elements that run a network: what computes it.
namespace brnpa {

void installEngineProperty(GstBrnpaFilterClass* filterClass);

/// @throws reid::InputError for a name that is none, and for an engine that is not built in.
reid::NetworkEngine engineProperty(GstElement* element);

/// The folder's network on that engine.
/// @throws reid::InputError also when the engine cannot run it.
std::unique_ptr<reid::Embedder> openEmbedder(GstElement* element, const reid::ModelFolder& folder);

}  // namespace brnpa

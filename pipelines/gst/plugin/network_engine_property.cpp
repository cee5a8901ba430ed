#include "network_engine_property.hpp"

namespace brnpa {

namespace {

constexpr const char* ENGINE_NAME = "engine";
constexpr int CROPS_PER_PASS = 8;

}  // namespace

void installEngineProperty(GstBrnpaFilterClass* filterClass) {
    installProperty(
        filterClass,
        g_param_spec_string(ENGINE_NAME, "Engine",
                            "What computes the network: auto, opencv, onednn, onednn-bf16 (twice as fast, less exact)",
                            "auto", PROPERTY_FLAGS));
}

reid::NetworkEngine engineProperty(GstElement* element) {
    return reid::engineNamed(textProperty(element, ENGINE_NAME));
}

std::unique_ptr<reid::Embedder> openEmbedder(GstElement* element, const reid::ModelFolder& folder) {
    return std::make_unique<reid::Embedder>(folder, CROPS_PER_PASS, engineProperty(element));
}

}  // namespace brnpa

#include "valid_model.hpp"

#include "sha256.hpp"

nlohmann::json validModelJson() {
    return nlohmann::json::parse(R"({
        "schema_version": 1, "name": "tiny", "task": "reid", "sha256": "",
        "input": {"width": 4, "height": 8, "channels": "RGB", "mean": [0, 0, 0], "std": [1, 1, 1]},
        "embedding": {"output": "feature_vector", "size": 6, "metric": "cosine"},
        "saliency": {"output": "saliency_map", "norm_output": "saliency_norm", "parts": 2, "width": 2, "height": 4},
        "thresholds": [
            {"false_accept_rate": 0.01, "distance": 0.4, "low": 0.38, "high": 0.42, "calibrated_on": "a set"},
            {"false_accept_rate": 0.001, "distance": 0.3, "low": 0.27, "high": 0.33, "calibrated_on": "a set"}],
        "measured": [], "recipe": "recipe.toml", "licence": "Apache-2.0"})");
}

void writeModelJson(const TemporaryFolder& folder, nlohmann::json document) {
    document["sha256"] = reid::sha256OfFile(folder.file("model.onnx"));
    folder.write("model.json", document.dump(2));
}

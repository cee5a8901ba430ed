#include "reid/model_folder.hpp"

#include <algorithm>
#include <cmath>

#include "json_fields.hpp"
#include "model_json.hpp"
#include "reid/errors.hpp"
#include "threshold_json.hpp"

namespace reid {

ModelFolder ModelFolder::load(const std::string& directory) {
    const nlohmann::json document = readModelJson(directory);
    const JsonFields root(document, modelJsonPath(directory));

    ModelFolder folder;
    folder.directory = directory;
    folder.name = root.text("name");
    folder.task = root.oneOf("task", {"reid", "classify"});

    const ModelInput input = readModelInput(root);
    folder.inputSize = input.size;
    folder.rgb = input.rgb;
    folder.mean = input.mean;
    folder.std = input.std;

    const JsonFields embedding = root.object("embedding");
    folder.embeddingOutput = embedding.text("output");
    folder.embeddingSize = embedding.positiveInteger("size");
    folder.metric = embedding.oneOf("metric", {"cosine", "euclidean"}) == "cosine" ? Metric::Cosine : Metric::Euclidean;

    const JsonFields saliency = root.object("saliency");
    folder.mapsOutput = saliency.text("output");
    folder.normsOutput = saliency.text("norm_output");
    folder.parts = saliency.positiveInteger("parts");
    folder.mapSize = {saliency.positiveInteger("width"), saliency.positiveInteger("height")};

    folder.thresholds = readThresholds(root);

    folder.onnxPath = checkedOnnxPath(directory, root);
    folder.sha256 = root.text("sha256");
    return folder;
}

const Threshold& nearestThreshold(const std::vector<Threshold>& thresholds, double falseAcceptRate) {
    CV_Assert(!thresholds.empty());
    return *std::min_element(
        thresholds.begin(), thresholds.end(), [falseAcceptRate](const Threshold& a, const Threshold& b) {
            // Rates span decades: 1e-4 is nearer to 1e-3 than 1e-2 is, by ratio. A rate of 0 counts as the smallest.
            const auto away = [](double rate, double wanted) {
                constexpr double smallest = 1e-12;
                return std::abs(std::log(std::max(rate, smallest)) - std::log(std::max(wanted, smallest)));
            };
            return away(a.falseAcceptRate, falseAcceptRate) < away(b.falseAcceptRate, falseAcceptRate);
        });
}

double ModelFolder::acceptDistance(double falseAcceptRate) const {
    if (thresholds.empty()) {
        throw InputError("The model folder \"" + directory +
                         "\" has no thresholds; give the accept distance yourself.");
    }
    return nearestThreshold(thresholds, falseAcceptRate).distance;
}

}  // namespace reid

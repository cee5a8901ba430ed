#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// How two embeddings are compared.
enum class Metric {
    Cosine,    ///< 1 - cosine similarity, 0..2
    Euclidean  ///< |a - b|, 0 or more
};

/// Up to which distance from the nearest picture of a person, of as many as a gallery keeps, a picture is taken for
/// that person.
struct Threshold {
    double falseAcceptRate;    ///< share of comparisons of a picture with another person that it accepts, 0..1
    double distance;           ///< in the units of the metric
    double low, high;          ///< confidence interval of the distance
    std::string calibratedOn;  ///< the data that it was measured on
};

/// The one whose false accept rate is nearest to the wanted one, by ratio. The rate is that of a comparison with one
/// person, and a gallery makes as many as it has people: with 100 of them 1e-3 takes one stranger in ten for somebody
/// else, 1e-4 one in a hundred.
/// @param thresholds at least one.
const Threshold& nearestThreshold(const std::vector<Threshold>& thresholds, double falseAcceptRate);

/// The contract of a model folder (model.onnx, model.json), read and checked.
struct ModelFolder {
    std::string directory;
    std::string name;
    std::string task;      ///< "reid" or "classify"
    std::string onnxPath;  ///< directory/model.onnx
    std::string sha256;    ///< of model.onnx, hexadecimal

    cv::Size inputSize;  ///< of the crop that the network sees, pixels
    bool rgb;            ///< channel order of the blob: true R, G, B; false B, G, R
    cv::Scalar mean;     ///< per channel in blob order, units of 0..255
    cv::Scalar std;      ///< per channel in blob order, units of 0..255

    std::string embeddingOutput;
    int embeddingSize;
    Metric metric;

    std::string mapsOutput;
    std::string normsOutput;
    int parts;         ///< K, attention maps per picture
    cv::Size mapSize;  ///< of an attention map, cells

    std::vector<Threshold> thresholds;  ///< by rising false accept rate; may be empty

    /// Reads directory/model.json and checks it and the checksum of model.onnx.
    /// @throws InputError when the folder or a file is missing, is not JSON, lacks a key or has a value of the wrong
    /// kind,
    ///         has another schema_version, or the checksum does not fit.
    static ModelFolder load(const std::string& directory);

    /// The distance of nearestThreshold().
    /// @throws InputError when the folder has no thresholds.
    double acceptDistance(double falseAcceptRate = 1e-4) const;
};

}  // namespace reid

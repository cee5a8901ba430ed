#include <algorithm>
#include <cmath>

#include "gallery/embedding_distance.hpp"
#include "reid/embedder.hpp"

namespace reid {

namespace {

double squaredDifference(const Embedding& a, const Embedding& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - b[i];
        sum += difference * difference;
    }
    return sum;
}

}  // namespace

double distance(const Embedding& a, const Embedding& b, Metric metric) {
    CV_CheckEQ(a.size(), b.size(), "reid::distance: embeddings of different lengths");
    if (metric == Metric::Euclidean) return std::sqrt(squaredDifference(a, b));
    const auto product = [](const Embedding& x, const Embedding& y) {
        return double{dotProduct(x.data(), y.data(), x.size())};
    };
    const double lengths = std::sqrt(product(a, a) * product(b, b));
    // An embedding of zeros has no direction: neither alike nor opposite to anything.
    if (lengths == 0) return 1;
    return std::clamp(1 - product(a, b) / lengths, 0.0, 2.0);
}

}  // namespace reid

#include <algorithm>
#include <array>
#include <cmath>

#include "reid/embedder.hpp"

namespace reid {

namespace {

// Independent sums that the compiler may keep in one vector register; a single sum would have to stay in order.
constexpr size_t LANES = 8;

struct Sums {
    double ab = 0, aa = 0, bb = 0;
};

Sums products(const Embedding& a, const Embedding& b) {
    std::array<float, LANES> ab{}, aa{}, bb{};
    const size_t whole = a.size() / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES) {
        for (size_t lane = 0; lane < LANES; ++lane) {
            const float x = a[i + lane], y = b[i + lane];
            ab[lane] += x * y;
            aa[lane] += x * x;
            bb[lane] += y * y;
        }
    }
    Sums sums;
    for (size_t lane = 0; lane < LANES; ++lane) {
        sums.ab += ab[lane];
        sums.aa += aa[lane];
        sums.bb += bb[lane];
    }
    for (size_t i = whole; i < a.size(); ++i) {
        sums.ab += static_cast<double>(a[i]) * b[i];
        sums.aa += static_cast<double>(a[i]) * a[i];
        sums.bb += static_cast<double>(b[i]) * b[i];
    }
    return sums;
}

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
    const Sums sums = products(a, b);
    const double lengths = std::sqrt(sums.aa * sums.bb);
    // An embedding of zeros has no direction: neither alike nor opposite to anything.
    if (lengths == 0) return 1;
    return std::clamp(1 - sums.ab / lengths, 0.0, 2.0);
}

}  // namespace reid

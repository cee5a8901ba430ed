#include "evaluation/k_reciprocal.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <stdexcept>

namespace brnpa::trainer {
namespace {

using Indices = std::vector<std::size_t>;

//! The numbers of a picture's neighbours, ascending, and their weights, which sum to 1.
struct Encoding {
    Indices indices;
    std::vector<double> weights;
};

class KReciprocalEncoder {
  public:
    KReciprocalEncoder(const std::vector<float>& distances, std::size_t pictures, const KReciprocalParams& params)
        : distances_(distances), pictures_(pictures), params_(params) {
        const std::size_t nearest = std::min(pictures_, static_cast<std::size_t>(std::max(params.k1 + 1, params.k2)));
        for (std::size_t i = 0; i < pictures_; ++i) {
            const float* row = distances_.data() + i * pictures_;
            const double largest = *std::max_element(row, row + pictures_);
            scales_.push_back(largest > 0 ? 1 / largest : 1);
            neighbours_.push_back(nearestOf(i, row, nearest));
        }
    }

    //! 0..1, not symmetric.
    double scaledDistance(std::size_t i, std::size_t j) const { return distances_[i * pictures_ + j] * scales_[i]; }

    std::vector<Encoding> encodings() const {
        std::vector<Encoding> single;
        single.reserve(pictures_);
        for (std::size_t i = 0; i < pictures_; ++i)
            single.push_back(encode(i));
        if (params_.k2 == 1) return single;
        std::vector<Encoding> averaged;
        averaged.reserve(pictures_);
        std::vector<double> sums(pictures_, 0);
        for (std::size_t i = 0; i < pictures_; ++i)
            averaged.push_back(average(single, i, sums));
        return averaged;
    }

  private:
    Indices nearestOf(std::size_t i, const float* row, std::size_t count) const {
        Indices order(pictures_);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                          [&](std::size_t a, std::size_t b) {
                              if (a == b) return false;
                              // Whatever rounding says, nothing is nearer to a picture than itself.
                              if (a == i || b == i) return a == i;
                              return row[a] != row[b] ? row[a] < row[b] : a < b;
                          });
        order.resize(count);
        return order;
    }

    bool isNeighbour(std::size_t of, std::size_t picture, std::size_t k) const {
        const auto& list = neighbours_[of];
        const auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(k + 1, list.size()));
        return std::find(list.begin(), end, picture) != end;
    }

    //! The pictures among the k nearest (and itself) that have picture i among their k nearest; ascending.
    Indices reciprocal(std::size_t i, std::size_t k) const {
        Indices found;
        for (std::size_t n = 0; n < std::min(k + 1, neighbours_[i].size()); ++n)
            if (isNeighbour(neighbours_[i][n], i, k)) found.push_back(neighbours_[i][n]);
        std::sort(found.begin(), found.end());
        return found;
    }

    Encoding encode(std::size_t i) const {
        const auto k = static_cast<std::size_t>(params_.k1);
        // As NumPy rounds: halves to the even neighbour.
        const auto half = static_cast<std::size_t>(std::nearbyint(params_.k1 / 2.0));
        const Indices own = reciprocal(i, k);
        Indices expanded = own;
        for (const auto candidate : own) {
            const Indices other = reciprocal(candidate, half);
            Indices shared;
            std::set_intersection(own.begin(), own.end(), other.begin(), other.end(), std::back_inserter(shared));
            if (3 * shared.size() > 2 * other.size()) expanded.insert(expanded.end(), other.begin(), other.end());
        }
        std::sort(expanded.begin(), expanded.end());
        expanded.erase(std::unique(expanded.begin(), expanded.end()), expanded.end());
        Encoding encoding{expanded, {}};
        for (const auto j : expanded)
            encoding.weights.push_back(std::exp(-scaledDistance(i, j)));
        const double sum = std::accumulate(encoding.weights.begin(), encoding.weights.end(), 0.0);
        for (double& weight : encoding.weights)
            weight /= sum;
        return encoding;
    }

    //! @param sums zeros, one a picture; zeros again afterwards.
    Encoding average(const std::vector<Encoding>& single, std::size_t i, std::vector<double>& sums) const {
        const std::size_t count = std::min(static_cast<std::size_t>(params_.k2), neighbours_[i].size());
        Encoding encoding;
        for (std::size_t n = 0; n < count; ++n) {
            const Encoding& from = single[neighbours_[i][n]];
            for (std::size_t e = 0; e < from.indices.size(); ++e) {
                if (sums[from.indices[e]] == 0) encoding.indices.push_back(from.indices[e]);
                sums[from.indices[e]] += from.weights[e];
            }
        }
        std::sort(encoding.indices.begin(), encoding.indices.end());
        for (const auto j : encoding.indices) {
            encoding.weights.push_back(sums[j] / static_cast<double>(count));
            sums[j] = 0;
        }
        return encoding;
    }

    const std::vector<float>& distances_;
    std::size_t pictures_;
    KReciprocalParams params_;
    std::vector<double> scales_;
    std::vector<Indices> neighbours_;  // nearest first, itself at the front
};

void check(const std::vector<float>& distances, std::size_t pictures, const Indices& queries, const Indices& gallery,
           const KReciprocalParams& params) {
    const auto isOutside = [&](std::size_t index) { return index >= pictures; };
    if (distances.size() != pictures * pictures || std::any_of(queries.begin(), queries.end(), isOutside) ||
        std::any_of(gallery.begin(), gallery.end(), isOutside))
        throw std::invalid_argument("the distances do not fit the pictures");
    if (params.k1 < 1 || params.k2 < 1 || !(params.lambda >= 0 && params.lambda <= 1))
        throw std::invalid_argument("re-ranking needs k1 and k2 of 1 or more and a lambda of 0 to 1");
}

}  // namespace

std::vector<float> kReciprocalDistances(const std::vector<float>& distances, std::size_t pictures,
                                        const Indices& queries, const Indices& gallery,
                                        const KReciprocalParams& params) {
    check(distances, pictures, queries, gallery, params);
    const KReciprocalEncoder encoder(distances, pictures, params);
    const std::vector<Encoding> encodings = encoder.encodings();
    // Which gallery pictures hold a neighbour, and with which weight.
    struct Holder {
        std::size_t column;
        double weight;
    };
    std::vector<std::vector<Holder>> holders(pictures);
    for (std::size_t g = 0; g < gallery.size(); ++g) {
        const Encoding& encoding = encodings[gallery[g]];
        for (std::size_t e = 0; e < encoding.indices.size(); ++e)
            holders[encoding.indices[e]].push_back({g, encoding.weights[e]});
    }
    std::vector<float> result;
    result.reserve(queries.size() * gallery.size());
    std::vector<double> shared(gallery.size());
    for (const auto query : queries) {
        std::fill(shared.begin(), shared.end(), 0.0);
        const Encoding& encoding = encodings[query];
        for (std::size_t e = 0; e < encoding.indices.size(); ++e)
            for (const Holder& holder : holders[encoding.indices[e]])
                shared[holder.column] += std::min(encoding.weights[e], holder.weight);
        for (std::size_t g = 0; g < gallery.size(); ++g) {
            // Both sides sum to 1: the sum of the larger ones is 2 less that of the smaller ones.
            const double jaccard = 1 - shared[g] / (2 - shared[g]);
            result.push_back(static_cast<float>((1 - params.lambda) * jaccard +
                                                params.lambda * encoder.scaledDistance(query, gallery[g])));
        }
    }
    return result;
}

}  // namespace brnpa::trainer

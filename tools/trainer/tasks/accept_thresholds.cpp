#include "tasks/accept_thresholds.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "common/random.hpp"

namespace brnpa::trainer {
namespace {

constexpr double intervalTail = 0.025;
// Replicas shift the quantile; the pairs kept sorted reach this many times further than the largest rate asks for.
constexpr double keptMargin = 5;

//! A cross-camera pair of different people: their distance and their numbers 0..people-1.
struct Pair {
    float distance;
    std::uint32_t a, b;
};

class PairStatistics {
  public:
    PairStatistics(const std::vector<float>& distances, const PictureLabels& labels, double largestRate) {
        const std::size_t n = labels.size();
        std::map<int, std::uint32_t> numbers;
        for (const int identity : labels.identity)
            numbers.emplace(identity, 0);
        for (auto& entry : numbers)
            entry.second = people_++;
        counts_.assign(std::size_t{people_} * people_, 0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = i + 1; j < n; ++j) {
                if (labels.camera[i] == labels.camera[j]) continue;
                const float distance = distances[i * n + j];
                const auto a = numbers[labels.identity[i]], b = numbers[labels.identity[j]];
                if (a == b) {
                    positives_.push_back(distance);
                } else {
                    negatives_.push_back({distance, a, b});
                    counts_[std::size_t{a} * people_ + b] += 1;
                }
            }
        }
        if (negatives_.empty() || positives_.empty())
            throw std::invalid_argument(
                "thresholds need pairs of the same and of different people in different cameras");
        total_ = negatives_.size();
        const double wanted = std::min(1.0, largestRate * keptMargin) * static_cast<double>(total_);
        const std::size_t kept = std::min(total_, static_cast<std::size_t>(wanted) + 1);
        const auto byDistance = [](const Pair& x, const Pair& y) { return x.distance < y.distance; };
        std::partial_sort(negatives_.begin(), negatives_.begin() + static_cast<std::ptrdiff_t>(kept), negatives_.end(),
                          byDistance);
        negatives_.resize(kept);
        std::sort(positives_.begin(), positives_.end());
    }

    std::uint32_t people() const { return people_; }

    double trueAcceptRate(double distance) const {
        const auto accepted =
            std::upper_bound(positives_.begin(), positives_.end(), static_cast<float>(distance)) - positives_.begin();
        return static_cast<double>(accepted) / static_cast<double>(positives_.size());
    }

    //! The threshold when person p is in the sample `weights[p]` times.
    double quantile(double rate, const std::vector<double>& weights) const {
        double total = 0;
        for (std::size_t a = 0; a < people_; ++a)
            for (std::size_t b = 0; b < people_; ++b)
                total += weights[a] * weights[b] * counts_[a * people_ + b];
        double sum = 0, threshold = 0;
        for (std::size_t i = 0; i < negatives_.size();) {
            // Pairs at the same distance are accepted together.
            const float distance = negatives_[i].distance;
            for (; i < negatives_.size() && negatives_[i].distance == distance; ++i)
                sum += weights[negatives_[i].a] * weights[negatives_[i].b];
            if (sum > rate * total) return threshold;
            threshold = distance;
        }
        return threshold;
    }

  private:
    std::uint32_t people_ = 0;
    std::size_t total_ = 0;
    std::vector<double> counts_;   // pairs of person a (first) and b
    std::vector<Pair> negatives_;  // the nearest ones, sorted
    std::vector<float> positives_;
};

std::vector<double> resample(std::uint32_t people, Random& random) {
    std::vector<double> weights(people, 0);
    for (std::uint32_t i = 0; i < people; ++i)
        weights[random.below(people)] += 1;
    return weights;
}

}  // namespace

std::vector<AcceptThreshold> acceptThresholds(const std::vector<float>& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed) {
    if (distances.size() != labels.size() * labels.size())
        throw std::invalid_argument("there are " + std::to_string(distances.size()) + " distances for " +
                                    std::to_string(labels.size()) + " pictures");
    if (rates.empty()) return {};
    const PairStatistics pairs(distances, labels, *std::max_element(rates.begin(), rates.end()));
    std::vector<AcceptThreshold> thresholds;
    for (const double rate : rates) {
        AcceptThreshold threshold;
        threshold.falseAcceptRate = rate;
        threshold.distance = pairs.quantile(rate, std::vector<double>(pairs.people(), 1));
        threshold.trueAcceptRate = pairs.trueAcceptRate(threshold.distance);
        Random random(seed);
        std::vector<double> replicated;
        replicated.reserve(static_cast<std::size_t>(std::max(replicas, 0)));
        for (int r = 0; r < replicas; ++r)
            replicated.push_back(pairs.quantile(rate, resample(pairs.people(), random)));
        std::sort(replicated.begin(), replicated.end());
        const auto at = [&](double share) {
            return replicated.empty()
                       ? threshold.distance
                       : replicated[static_cast<std::size_t>(share * static_cast<double>(replicated.size() - 1))];
        };
        threshold.low = std::min(at(intervalTail), threshold.distance);
        threshold.high = std::max(at(1 - intervalTail), threshold.distance);
        thresholds.push_back(threshold);
    }
    return thresholds;
}

}  // namespace brnpa::trainer

#include "evaluation/accept_thresholds.hpp"

#include <algorithm>
#include <limits>
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
    PairStatistics(const DistanceMatrix& distances, const PictureLabels& labels, double largestRate)
        : numbers_(numbersOf(labels)),
          people_(1 + *std::max_element(numbers_.begin(), numbers_.end())),
          counts_(std::size_t{people_} * people_, 0) {
        countPairs(labels);
        const double wanted = std::min(1.0, largestRate * keptMargin) * static_cast<double>(total_);
        const std::size_t kept = std::min(total_, static_cast<std::size_t>(wanted) + 1);
        readPairs(distances, labels, kept);
        keepNearest(kept);
        std::sort(negatives_.begin(), negatives_.end(), nearer);
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
    static bool nearer(const Pair& x, const Pair& y) { return x.distance < y.distance; }

    static bool countsAsPair(const PictureLabels& labels, std::size_t i, std::size_t j) {
        return labels.camera[i] != labels.camera[j] || labels.camera[i] == 0;
    }

    static std::vector<std::uint32_t> numbersOf(const PictureLabels& labels) {
        std::map<int, std::uint32_t> numbers;
        for (const int identity : labels.identity)
            numbers.emplace(identity, 0);
        std::uint32_t next = 0;
        for (auto& entry : numbers)
            entry.second = next++;
        std::vector<std::uint32_t> result;
        result.reserve(labels.size());
        for (const int identity : labels.identity)
            result.push_back(numbers[identity]);
        return result;
    }

    void countPairs(const PictureLabels& labels) {
        std::size_t same = 0;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            for (std::size_t j = i + 1; j < labels.size(); ++j) {
                if (!countsAsPair(labels, i, j)) continue;
                const bool isSame = numbers_[i] == numbers_[j];
                (isSame ? same : total_) += 1;
                if (!isSame) counts_[std::size_t{numbers_[i]} * people_ + numbers_[j]] += 1;
            }
        }
        if (total_ == 0 || same == 0)
            throw std::invalid_argument(
                "thresholds need pairs of the same and of different people in different cameras");
    }

    //! Holds twice `kept` of the pairs of different people at most: all of them may be more than memory has room for.
    void readPairs(const DistanceMatrix& distances, const PictureLabels& labels, std::size_t kept) {
        forEachRow(distances, [&](std::size_t i, const float* row) {
            for (std::size_t j = i + 1; j < labels.size(); ++j) {
                if (!countsAsPair(labels, i, j)) continue;
                if (numbers_[i] == numbers_[j]) {
                    positives_.push_back(row[j]);
                } else if (row[j] <= farthestKept_) {
                    negatives_.push_back({row[j], numbers_[i], numbers_[j]});
                }
            }
            if (negatives_.size() > 2 * kept) keepNearest(kept);
        });
    }

    void keepNearest(std::size_t kept) {
        if (negatives_.size() <= kept) return;
        const auto last = negatives_.begin() + static_cast<std::ptrdiff_t>(kept) - 1;
        std::nth_element(negatives_.begin(), last, negatives_.end(), nearer);
        farthestKept_ = last->distance;
        negatives_.resize(kept);
    }

    std::vector<std::uint32_t> numbers_;  // 0..people-1 of each picture's person
    std::uint32_t people_;
    std::size_t total_ = 0;        // pairs of different people
    std::vector<double> counts_;   // pairs of person a (first) and b
    std::vector<Pair> negatives_;  // the nearest ones, sorted
    std::vector<float> positives_;
    float farthestKept_ = std::numeric_limits<float>::infinity();
};

std::vector<double> resample(std::uint32_t people, Random& random) {
    std::vector<double> weights(people, 0);
    for (std::uint32_t i = 0; i < people; ++i)
        weights[random.below(people)] += 1;
    return weights;
}

}  // namespace

std::vector<AcceptThreshold> acceptThresholds(const DistanceMatrix& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed) {
    if (distances.rows() != labels.size() || distances.columns() != labels.size())
        throw std::invalid_argument("there are " + std::to_string(distances.rows()) + " by " +
                                    std::to_string(distances.columns()) + " distances for " +
                                    std::to_string(labels.size()) + " pictures");
    if (labels.size() == 0) throw std::invalid_argument("thresholds need pictures");
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

std::vector<AcceptThreshold> acceptThresholds(const std::vector<float>& distances, const PictureLabels& labels,
                                              const std::vector<double>& rates, int replicas, std::uint64_t seed) {
    return acceptThresholds(StoredDistances(distances, labels.size(), labels.size()), labels, rates, replicas, seed);
}

}  // namespace brnpa::trainer

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
// Replicas shift the quantile; the comparisons kept sorted reach this many times further than the largest rate asks
// for.
constexpr double keptMargin = 5;
// What a gallery of the runtime keeps of a person, reid::GalleryOptions::embeddingsPerIdentity. It is named here again
// because the trainer does not depend on the runtime.
constexpr std::size_t exemplarsOfPerson = 16;

//! A picture and another person: the distance to the nearest of the person's pictures that other cameras took, and the
//! numbers 0..people-1 of who is on the picture and of the other.
struct Comparison {
    float distance;
    std::uint32_t pictured, other;
};

//! At most as many of these pictures as a gallery keeps, evenly spread.
std::vector<std::uint32_t> exemplarsAmong(const std::vector<std::uint32_t>& pictures) {
    const std::size_t count = std::min(pictures.size(), exemplarsOfPerson);
    std::vector<std::uint32_t> exemplars;
    for (std::size_t i = 0; i < count; ++i)
        exemplars.push_back(pictures[i * pictures.size() / count]);
    return exemplars;
}

std::vector<std::uint32_t> without(std::uint32_t picture, std::vector<std::uint32_t> pictures) {
    pictures.erase(std::remove(pictures.begin(), pictures.end(), picture), pictures.end());
    return pictures;
}

float nearestOf(const std::vector<std::uint32_t>& pictures, const float* row) {
    float nearest = std::numeric_limits<float>::infinity();
    for (const std::uint32_t picture : pictures)
        nearest = std::min(nearest, row[picture]);
    return nearest;
}

class ComparisonStatistics {
  public:
    ComparisonStatistics(const DistanceMatrix& distances, const PictureLabels& labels, double largestRate)
        : numbers_(numbersOf(labels)),
          people_(1 + *std::max_element(numbers_.begin(), numbers_.end())),
          counts_(std::size_t{people_} * people_, 0) {
        findPictures(labels);
        countComparisons(labels);
        const double wanted = std::min(1.0, largestRate * keptMargin) * static_cast<double>(total_);
        const std::size_t kept = std::min(total_, static_cast<std::size_t>(wanted) + 1);
        readComparisons(distances, labels, kept);
        keepNearest(kept);
        std::sort(different_.begin(), different_.end(), nearer);
        std::sort(same_.begin(), same_.end());
    }

    std::uint32_t people() const { return people_; }

    double trueAcceptRate(double distance) const {
        const auto accepted =
            std::upper_bound(same_.begin(), same_.end(), static_cast<float>(distance)) - same_.begin();
        return static_cast<double>(accepted) / static_cast<double>(same_.size());
    }

    //! The threshold when person p is in the sample `weights[p]` times.
    double quantile(double rate, const std::vector<double>& weights) const {
        double total = 0;
        for (std::size_t a = 0; a < people_; ++a)
            for (std::size_t b = 0; b < people_; ++b)
                total += weights[a] * weights[b] * counts_[a * people_ + b];
        double sum = 0, threshold = 0;
        for (std::size_t i = 0; i < different_.size();) {
            // What is at the same distance is accepted together.
            const float distance = different_[i].distance;
            for (; i < different_.size() && different_[i].distance == distance; ++i)
                sum += weights[different_[i].pictured] * weights[different_[i].other];
            if (sum > rate * total) return threshold;
            threshold = distance;
        }
        return threshold;
    }

  private:
    using Pictures = std::vector<std::uint32_t>;

    static bool nearer(const Comparison& x, const Comparison& y) { return x.distance < y.distance; }

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

    void findPictures(const PictureLabels& labels) {
        for (const int camera : labels.camera)
            comparable_.emplace(camera, std::vector<Pictures>(people_));
        for (auto& [camera, ofPeople] : comparable_)
            for (std::size_t i = 0; i < labels.size(); ++i)
                if (camera == 0 || labels.camera[i] != camera)
                    ofPeople[numbers_[i]].push_back(static_cast<std::uint32_t>(i));
        for (const auto& [camera, ofPeople] : comparable_)
            for (const Pictures& pictures : ofPeople)
                exemplars_[camera].push_back(exemplarsAmong(pictures));
    }

    //! Those of its own person that a picture is compared with.
    Pictures ownExemplars(const PictureLabels& labels, std::size_t picture) const {
        return exemplarsAmong(
            without(static_cast<std::uint32_t>(picture), comparable_.at(labels.camera[picture])[numbers_[picture]]));
    }

    void countComparisons(const PictureLabels& labels) {
        bool hasSame = false;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            hasSame = hasSame || !ownExemplars(labels, i).empty();
            const auto& exemplars = exemplars_.at(labels.camera[i]);
            for (std::uint32_t person = 0; person < people_; ++person) {
                if (person == numbers_[i] || exemplars[person].empty()) continue;
                counts_[std::size_t{numbers_[i]} * people_ + person] += 1;
                ++total_;
            }
        }
        if (total_ == 0 || !hasSame)
            throw std::invalid_argument(
                "thresholds need pictures of the same and of different people in different cameras");
    }

    //! Holds twice `kept` of the comparisons with other people at most: all may be more than memory has room for.
    void readComparisons(const DistanceMatrix& distances, const PictureLabels& labels, std::size_t kept) {
        forEachRow(distances, [&](std::size_t i, const float* row) {
            const Pictures own = ownExemplars(labels, i);
            if (!own.empty()) same_.push_back(nearestOf(own, row));
            const auto& exemplars = exemplars_.at(labels.camera[i]);
            for (std::uint32_t person = 0; person < people_; ++person) {
                if (person == numbers_[i] || exemplars[person].empty()) continue;
                const float distance = nearestOf(exemplars[person], row);
                if (distance <= farthestKept_) different_.push_back({distance, numbers_[i], person});
            }
            if (different_.size() > 2 * kept) keepNearest(kept);
        });
    }

    void keepNearest(std::size_t kept) {
        if (different_.size() <= kept) return;
        const auto last = different_.begin() + static_cast<std::ptrdiff_t>(kept) - 1;
        std::nth_element(different_.begin(), last, different_.end(), nearer);
        farthestKept_ = last->distance;
        different_.resize(kept);
    }

    std::vector<std::uint32_t> numbers_;  // 0..people-1 of each picture's person
    std::uint32_t people_;
    std::map<int, std::vector<Pictures>> comparable_;  // with a picture of a camera: each person's pictures
    std::map<int, std::vector<Pictures>> exemplars_;   // as many of them as a gallery keeps
    std::size_t total_ = 0;                            // comparisons with other people
    std::vector<double> counts_;                       // comparisons of pictures of person a with person b
    std::vector<Comparison> different_;                // the nearest ones, sorted
    std::vector<float> same_;
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
    const ComparisonStatistics comparisons(distances, labels, *std::max_element(rates.begin(), rates.end()));
    std::vector<AcceptThreshold> thresholds;
    for (const double rate : rates) {
        AcceptThreshold threshold;
        threshold.falseAcceptRate = rate;
        threshold.distance = comparisons.quantile(rate, std::vector<double>(comparisons.people(), 1));
        threshold.trueAcceptRate = comparisons.trueAcceptRate(threshold.distance);
        Random random(seed);
        std::vector<double> replicated;
        replicated.reserve(static_cast<std::size_t>(std::max(replicas, 0)));
        for (int r = 0; r < replicas; ++r)
            replicated.push_back(comparisons.quantile(rate, resample(comparisons.people(), random)));
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

#include "reid/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "reid/errors.hpp"
#include "reid/gallery.hpp"

namespace reid {

namespace {

constexpr int REPLICAS = 500;  // of the bootstrap
constexpr unsigned SEED = 1;
constexpr double TAIL = 0.025;  // on either side of the interval

/// A picture and another person.
struct Comparison {
    float distance;            ///< to the nearest picture of that person
    uint32_t pictured, other;  ///< people, from 0
};

double shareUpTo(const std::vector<float>& sorted, double distance) {
    const auto end = std::upper_bound(sorted.begin(), sorted.end(), static_cast<float>(distance));
    return static_cast<double>(end - sorted.begin()) / static_cast<double>(sorted.size());
}

/// 0, 1, 2... for the people, in the order of their numbers.
std::vector<uint32_t> countedFromZero(const std::vector<int>& people) {
    std::map<int, uint32_t> places;
    for (int person : people)
        places.emplace(person, 0);
    uint32_t next = 0;
    for (auto& entry : places)
        entry.second = next++;
    std::vector<uint32_t> counted;
    counted.reserve(people.size());
    for (int person : people)
        counted.push_back(places[person]);
    return counted;
}

/// As many of these pictures as a gallery keeps of a person, evenly spread.
std::vector<size_t> exemplarsAmong(const std::vector<size_t>& pictures) {
    const size_t count = std::min(pictures.size(), static_cast<size_t>(GalleryOptions{}.embeddingsPerIdentity));
    std::vector<size_t> exemplars;
    for (size_t i = 0; i < count; ++i)
        exemplars.push_back(pictures[i * pictures.size() / count]);
    return exemplars;
}

std::vector<size_t> without(size_t picture, std::vector<size_t> pictures) {
    pictures.erase(std::find(pictures.begin(), pictures.end(), picture));
    return pictures;
}

/// Numbers of the pictures of each person.
std::vector<std::vector<size_t>> picturesOf(const std::vector<uint32_t>& persons) {
    std::vector<std::vector<size_t>> pictures;
    for (size_t i = 0; i < persons.size(); ++i) {
        if (persons[i] >= pictures.size()) pictures.resize(persons[i] + 1);
        pictures[persons[i]].push_back(i);
    }
    return pictures;
}

/// Distance to the nearest of some pictures.
float distanceToNearest(const std::vector<Embedding>& embeddings, size_t picture, const std::vector<size_t>& others,
                        Metric metric) {
    double nearest = std::numeric_limits<double>::infinity();
    for (size_t other : others)
        nearest = std::min(nearest, distance(embeddings[picture], embeddings[other], metric));
    return static_cast<float>(nearest);
}

/// The largest distance up to which at most the wanted share of the comparisons lies when person p counts weights[p]
/// times.
/// @param comparisons nearest first. @param pictures of each person.
double quantile(const std::vector<Comparison>& comparisons, double rate, const std::vector<double>& weights,
                const std::vector<std::vector<size_t>>& pictures) {
    double people = 0, all = 0, own = 0;
    for (size_t person = 0; person < weights.size(); ++person) {
        const double weight = weights[person] * static_cast<double>(pictures[person].size());
        people += weights[person];
        all += weight;
        own += weight * weights[person];
    }
    const double total = all * people - own;  // of weights of pictures and people who are not on them
    double sum = 0, threshold = 0;
    for (size_t i = 0; i < comparisons.size();) {
        const float distance = comparisons[i].distance;  // what is as far apart is accepted together
        for (; i < comparisons.size() && comparisons[i].distance == distance; ++i)
            sum += weights[comparisons[i].pictured] * weights[comparisons[i].other];
        if (sum > rate * total) return threshold;
        threshold = distance;
    }
    return threshold;
}

Threshold thresholdOf(const std::vector<Comparison>& comparisons, double rate,
                      const std::vector<std::vector<size_t>>& pictures, const std::string& calibratedOn) {
    const size_t people = pictures.size();
    const double distance = quantile(comparisons, rate, std::vector<double>(people, 1), pictures);
    std::mt19937 random(SEED);
    std::vector<double> replicated;
    for (int replica = 0; replica < REPLICAS; ++replica) {
        std::vector<double> weights(people, 0);
        // The remainder is near enough to uniform, and, unlike the standard distributions, the same everywhere.
        for (size_t i = 0; i < people; ++i)
            weights[random() % people] += 1;
        replicated.push_back(quantile(comparisons, rate, weights, pictures));
    }
    std::sort(replicated.begin(), replicated.end());
    const auto at = [&](double share) { return replicated[static_cast<size_t>(share * (REPLICAS - 1))]; };
    return {rate, distance, std::min(at(TAIL), distance), std::max(at(1 - TAIL), distance), calibratedOn};
}

double largerError(const Calibration& calibration, double distance) {
    return std::max(calibration.falseAcceptRate(distance), 1 - calibration.trueAcceptRate(distance));
}

void findEqualErrors(Calibration& calibration) {
    // The share of strangers who pass rises with the distance, that of acquaintances who do not falls: they cross once,
    // at a distance of two strangers or, where nobody is mistaken, before it.
    const auto& different = calibration.different;
    const auto crossing = std::partition_point(different.begin(), different.end(), [&](float apart) {
        return calibration.falseAcceptRate(apart) < 1 - calibration.trueAcceptRate(apart);
    });
    calibration.equalErrorDistance = crossing == different.end() ? different.back() : *crossing;
    const auto acquaintance =
        std::lower_bound(calibration.same.begin(), calibration.same.end(), calibration.equalErrorDistance);
    if (acquaintance != calibration.same.begin()) {
        const double before = *std::prev(acquaintance);
        if (largerError(calibration, before) < largerError(calibration, calibration.equalErrorDistance))
            calibration.equalErrorDistance = before;
    }
    calibration.equalErrorRate = largerError(calibration, calibration.equalErrorDistance);
}

}  // namespace

double Calibration::falseAcceptRate(double distance) const {
    return shareUpTo(different, distance);
}

double Calibration::trueAcceptRate(double distance) const {
    return shareUpTo(same, distance);
}

Calibration calibrate(const std::vector<Embedding>& embeddings, const std::vector<int>& people, Metric metric,
                      const std::vector<double>& rates, const std::string& calibratedOn) {
    CV_CheckEQ(embeddings.size(), people.size(), "calibrate: every picture has a person");
    const std::vector<uint32_t> persons = countedFromZero(people);
    const std::vector<std::vector<size_t>> pictures = picturesOf(persons);
    Calibration calibration{};
    std::vector<Comparison> comparisons;
    comparisons.reserve(persons.size() * (std::max<size_t>(pictures.size(), 1) - 1));
    for (uint32_t person = 0; person < pictures.size(); ++person) {
        const std::vector<size_t> exemplars = exemplarsAmong(pictures[person]);
        for (size_t i = 0; i < embeddings.size(); ++i) {
            if (persons[i] != person)
                comparisons.push_back({distanceToNearest(embeddings, i, exemplars, metric), persons[i], person});
        }
        if (pictures[person].size() < 2) continue;
        for (size_t own : pictures[person])
            calibration.same.push_back(
                distanceToNearest(embeddings, own, exemplarsAmong(without(own, pictures[person])), metric));
    }
    if (calibration.same.empty() || comparisons.empty())
        throw InputError("There are " + std::to_string(calibration.same.size()) +
                         " comparisons of a picture with the same person and " + std::to_string(comparisons.size()) +
                         " with another; two people with two pictures each are the least.");
    std::sort(calibration.same.begin(), calibration.same.end());
    std::sort(comparisons.begin(), comparisons.end(),
              [](const Comparison& x, const Comparison& y) { return x.distance < y.distance; });
    calibration.different.reserve(comparisons.size());
    for (const Comparison& comparison : comparisons)
        calibration.different.push_back(comparison.distance);

    for (double rate : rates) {
        if (rate * static_cast<double>(comparisons.size()) < FEWEST_FALSE_ACCEPTS)
            throw InputError(
                cv::format("A false accept rate of %g cannot be told from %zu comparisons of a picture with another "
                           "person; %.0f are needed.",
                           rate, comparisons.size(), std::ceil(FEWEST_FALSE_ACCEPTS / rate)));
        calibration.thresholds.push_back(thresholdOf(comparisons, rate, pictures, calibratedOn));
    }
    findEqualErrors(calibration);
    return calibration;
}

}  // namespace reid

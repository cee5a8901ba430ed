#include "reid/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr int REPLICAS = 500;  // of the bootstrap
constexpr unsigned SEED = 1;
constexpr double TAIL = 0.025;  // on either side of the interval

/// Two pictures of different people.
struct Pair {
    float distance;
    uint32_t a, b;  ///< people, from 0
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

/// The largest distance up to which at most the wanted share of the pairs lies when person p counts weights[p] times.
/// @param pairs nearest first. @param pictures of each person.
double quantile(const std::vector<Pair>& pairs, double rate, const std::vector<double>& weights,
                const std::vector<double>& pictures) {
    double all = 0, squares = 0;
    for (size_t person = 0; person < weights.size(); ++person) {
        const double weight = weights[person] * pictures[person];
        all += weight;
        squares += weight * weight;
    }
    const double total = (all * all - squares) / 2;  // of weights of pairs of different people
    double sum = 0, threshold = 0;
    for (size_t i = 0; i < pairs.size();) {
        const float distance = pairs[i].distance;  // pairs as far apart are accepted together
        for (; i < pairs.size() && pairs[i].distance == distance; ++i)
            sum += weights[pairs[i].a] * weights[pairs[i].b];
        if (sum > rate * total) return threshold;
        threshold = distance;
    }
    return threshold;
}

Threshold thresholdOf(const std::vector<Pair>& pairs, double rate, const std::vector<double>& pictures,
                      const std::string& calibratedOn) {
    const size_t people = pictures.size();
    const double distance = quantile(pairs, rate, std::vector<double>(people, 1), pictures);
    std::mt19937 random(SEED);
    std::vector<double> replicated;
    for (int replica = 0; replica < REPLICAS; ++replica) {
        std::vector<double> weights(people, 0);
        // The remainder is near enough to uniform, and, unlike the standard distributions, the same everywhere.
        for (size_t i = 0; i < people; ++i)
            weights[random() % people] += 1;
        replicated.push_back(quantile(pairs, rate, weights, pictures));
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
    Calibration calibration{};
    std::vector<Pair> pairs;
    for (size_t i = 0; i < embeddings.size(); ++i) {
        for (size_t j = i + 1; j < embeddings.size(); ++j) {
            const auto apart = static_cast<float>(distance(embeddings[i], embeddings[j], metric));
            if (persons[i] == persons[j]) {
                calibration.same.push_back(apart);
            } else {
                pairs.push_back({apart, persons[i], persons[j]});
            }
        }
    }
    if (calibration.same.empty() || pairs.empty())
        throw InputError("There are " + std::to_string(calibration.same.size()) + " pairs of the same person and " +
                         std::to_string(pairs.size()) +
                         " of different people; two people with two pictures each are the least.");
    std::sort(calibration.same.begin(), calibration.same.end());
    std::sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) { return x.distance < y.distance; });
    calibration.different.reserve(pairs.size());
    for (const Pair& pair : pairs)
        calibration.different.push_back(pair.distance);

    std::vector<double> pictures(1 + *std::max_element(persons.begin(), persons.end()), 0);
    for (uint32_t person : persons)
        pictures[person] += 1;
    for (double rate : rates) {
        if (rate * static_cast<double>(pairs.size()) < FEWEST_FALSE_ACCEPTS)
            throw InputError(
                cv::format("A false accept rate of %g cannot be told from %zu pairs of different people; "
                           "%.0f are needed.",
                           rate, pairs.size(), std::ceil(FEWEST_FALSE_ACCEPTS / rate)));
        calibration.thresholds.push_back(thresholdOf(pairs, rate, pictures, calibratedOn));
    }
    findEqualErrors(calibration);
    return calibration;
}

}  // namespace reid

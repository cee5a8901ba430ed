#include "evaluation/verification_rates.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "evaluation/ranking.hpp"

namespace brnpa::trainer {
namespace {

/** Share of positives that are lower than a limit chosen so that the share of negatives which are, too, is nearest to
the wanted one. Both ascending and not empty. */
double truePositiveRate(const std::vector<float>& positives, const std::vector<float>& negatives, double wanted) {
    const double exact = wanted * static_cast<double>(negatives.size());
    const auto whole = std::min(static_cast<std::size_t>(exact), negatives.size());
    std::size_t count = whole;
    if (whole < negatives.size()) {
        // Negatives at the same distance are accepted together, or none of them.
        const auto group = std::equal_range(negatives.begin(), negatives.end(), negatives[whole]);
        const auto below = group.first - negatives.begin(), above = group.second - negatives.begin();
        const bool up = static_cast<double>(above) - exact < exact - static_cast<double>(below);
        count = static_cast<std::size_t>(up ? above : below);
    }
    if (count == negatives.size()) return 1;
    const auto accepted = std::lower_bound(positives.begin(), positives.end(), negatives[count]) - positives.begin();
    return static_cast<double>(accepted) / static_cast<double>(positives.size());
}

//! The values with the other sign, ascending again.
std::vector<float> mirrored(const std::vector<float>& ascending) {
    std::vector<float> values(ascending.rbegin(), ascending.rend());
    for (float& value : values)
        value = -value;
    return values;
}

}  // namespace

std::vector<VerificationRate> verificationRates(const DistanceMatrix& distances, const PictureLabels& query,
                                                const PictureLabels& gallery, const std::vector<double>& rates) {
    if (distances.rows() != query.size() || distances.columns() != gallery.size())
        throw std::invalid_argument("the distances do not fit the queries and the gallery");
    std::vector<float> same, different;
    forEachRow(distances, [&](std::size_t q, const float* row) {
        for (std::size_t g = 0; g < gallery.size(); ++g)
            if (!isJunk(query, q, gallery, g))
                (query.identity[q] == gallery.identity[g] ? same : different).push_back(row[g]);
    });
    if (same.empty() || different.empty())
        throw std::invalid_argument("a ROC curve needs pairs of the same and of different people");
    std::sort(same.begin(), same.end());
    std::sort(different.begin(), different.end());
    std::vector<VerificationRate> result;
    result.reserve(rates.size());
    for (const double rate : rates)
        result.push_back({rate, truePositiveRate(same, different, rate), 0});
    same = mirrored(same);
    different = mirrored(different);
    for (auto& point : result)
        point.fastReidTruePositiveRate = truePositiveRate(different, same, point.falsePositiveRate);
    return result;
}

}  // namespace brnpa::trainer

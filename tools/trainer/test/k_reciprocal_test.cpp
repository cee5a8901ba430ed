#include "evaluation/k_reciprocal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "common/random.hpp"
#include "evaluation/ranking_metrics.hpp"

namespace brnpa::trainer {
namespace {

using Set = std::set<std::size_t>;

//! The paper's equations with sets and whole vectors, slow and plain.
class PaperReranking {
  public:
    PaperReranking(const std::vector<float>& distances, std::size_t n, const KReciprocalParams& params)
        : n_(n), params_(params), d_(n, std::vector<double>(n)) {
        for (std::size_t i = 0; i < n; ++i) {
            double largest = 0;
            for (std::size_t j = 0; j < n; ++j)
                largest = std::max(largest, double{distances[i * n + j]});
            for (std::size_t j = 0; j < n; ++j)
                d_[i][j] = distances[i * n + j] / largest;
        }
        for (std::size_t i = 0; i < n; ++i)
            single_.push_back(vectorOf(i));
    }

    //! Equation 12.
    double distance(std::size_t p, std::size_t g) const {
        const auto a = expanded(p), b = expanded(g);
        double smaller = 0, larger = 0;  // equation 10
        for (std::size_t j = 0; j < n_; ++j) {
            smaller += std::min(a[j], b[j]);
            larger += std::max(a[j], b[j]);
        }
        return (1 - params_.lambda) * (1 - smaller / larger) + params_.lambda * d_[p][g];
    }

  private:
    //! N(p, k), equation 1, p itself in front.
    std::vector<std::size_t> nearest(std::size_t p, std::size_t k) const {
        std::vector<std::size_t> order(n_);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return d_[p][a] < d_[p][b]; });
        order.resize(std::min(n_, k));
        return order;
    }

    //! R(p, k), equation 2; the picture itself is one more than k.
    Set reciprocal(std::size_t p, std::size_t k) const {
        Set found;
        for (const auto g : nearest(p, k + 1)) {
            const auto back = nearest(g, k + 1);
            if (std::find(back.begin(), back.end(), p) != back.end()) found.insert(g);
        }
        return found;
    }

    //! V_p, equation 7 on R*(p, k1), equation 5, with weights that sum to 1.
    std::vector<double> vectorOf(std::size_t p) const {
        const Set own = reciprocal(p, static_cast<std::size_t>(params_.k1));
        Set all = own;
        for (const auto q : own) {
            const Set other = reciprocal(q, static_cast<std::size_t>(params_.k1 / 2));
            double shared = 0;
            for (const auto g : other)
                shared += own.count(g) > 0 ? 1 : 0;
            if (shared / static_cast<double>(other.size()) > 2.0 / 3 + 1e-9) all.insert(other.begin(), other.end());
        }
        std::vector<double> v(n_, 0);
        double sum = 0;
        for (const auto g : all)
            sum += v[g] = std::exp(-d_[p][g]);
        for (double& weight : v)
            weight /= sum;
        return v;
    }

    //! Local query expansion, equation 11.
    std::vector<double> expanded(std::size_t p) const {
        const auto neighbours = nearest(p, static_cast<std::size_t>(params_.k2));
        std::vector<double> mean(n_, 0);
        for (const auto g : neighbours)
            for (std::size_t j = 0; j < n_; ++j)
                mean[j] += single_[g][j] / static_cast<double>(neighbours.size());
        return mean;
    }

    std::size_t n_;
    KReciprocalParams params_;
    std::vector<std::vector<double>> d_, single_;
};

//! Cosine distances of pictures around the center of their person, each camera with a shift of its own.
struct Clusters {
    PictureLabels labels;
    std::vector<float> distances;

    Clusters(int people, int pictures, double noise, std::uint64_t seed) {
        constexpr int dimensions = 8;
        Random random(seed);
        const auto normal = [&] {  // a sum of twelve is normal enough
            double sum = -6;
            for (int i = 0; i < 12; ++i)
                sum += random.uniform();
            return sum;
        };
        std::vector<std::vector<double>> points;
        for (int person = 0; person < people; ++person) {
            std::vector<double> center(dimensions);
            for (double& value : center)
                value = normal();
            for (int picture = 0; picture < pictures; ++picture) {
                labels.identity.push_back(person);
                labels.camera.push_back(1 + picture % 3);
                std::vector<double> point = center;
                double square = 0;
                for (double& value : point) {
                    value += noise * normal();
                    square += value * value;
                }
                for (double& value : point)
                    value /= std::sqrt(square);
                points.push_back(point);
            }
        }
        for (const auto& a : points)
            for (const auto& b : points)
                distances.push_back(
                    &a == &b ? 0.0f : static_cast<float>(1 - std::inner_product(a.begin(), a.end(), b.begin(), 0.0)));
    }
};

std::vector<std::size_t> range(std::size_t first, std::size_t end) {
    std::vector<std::size_t> numbers(end - first);
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
}

TEST(KReciprocal, FollowsThePaper) {
    for (const KReciprocalParams params : {KReciprocalParams{20, 6, 0.3}, KReciprocalParams{8, 3, 0.5},
                                           KReciprocalParams{4, 1, 0}, KReciprocalParams{60, 50, 0.3}}) {
        const Clusters set(7, 6, 0.9, 3 + static_cast<std::uint64_t>(params.k1));
        const std::size_t n = set.labels.size(), queries = 9;
        const auto found = kReciprocalDistances(set.distances, n, range(0, queries), range(queries, n), params);
        const PaperReranking paper(set.distances, n, params);
        ASSERT_EQ(found.size(), queries * (n - queries));
        for (std::size_t q = 0; q < queries; ++q)
            for (std::size_t g = queries; g < n; ++g)
                EXPECT_NEAR(found[q * (n - queries) + g - queries], paper.distance(q, g), 1e-6)
                    << "k1 = " << params.k1 << ", " << q << " to " << g;
    }
}

TEST(KReciprocal, QueriesMayBePartOfTheGallery) {
    const Clusters set(5, 6, 0.8, 8);
    const std::size_t n = set.labels.size();
    const std::vector<std::size_t> queries{4, 17};
    const auto found = kReciprocalDistances(set.distances, n, queries, range(0, n), {6, 3, 0.3});
    const PaperReranking paper(set.distances, n, {6, 3, 0.3});
    for (std::size_t i = 0; i < queries.size(); ++i)
        for (std::size_t g = 0; g < n; ++g)
            EXPECT_NEAR(found[i * n + g], paper.distance(queries[i], g), 1e-6);
    EXPECT_NEAR(found[4], 0, 1e-6) << "a picture is not at itself";
}

TEST(KReciprocal, LambdaOneKeepsTheDistance) {
    const Clusters set(4, 5, 0.8, 9);
    const std::size_t n = set.labels.size();
    const auto found = kReciprocalDistances(set.distances, n, {3}, range(0, n), {5, 2, 1});
    const float largest = *std::max_element(set.distances.begin() + 3 * n, set.distances.begin() + 4 * n);
    for (std::size_t g = 0; g < n; ++g)
        EXPECT_NEAR(found[g], set.distances[3 * n + g] / largest, 1e-6);
}

TEST(KReciprocal, FindsMoreInClusters) {
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        const Clusters set(40, 12, 0.6, seed);
        const std::size_t n = set.labels.size();
        const double before = rankingMetrics(set.distances, set.labels, set.labels).meanAveragePrecision;
        const auto all = range(0, n);
        const auto reranked = kReciprocalDistances(set.distances, n, all, all);
        const double after = rankingMetrics(reranked, set.labels, set.labels).meanAveragePrecision;
        EXPECT_GT(before, 0.2);
        EXPECT_LT(before, 0.9);
        EXPECT_GT(after, before + 0.03) << "seed " << seed;
    }
}

TEST(KReciprocal, RefusesWhatDoesNotFit) {
    EXPECT_THROW(kReciprocalDistances({0, 1, 1}, 2, {0}, {1}), std::invalid_argument);
    EXPECT_THROW(kReciprocalDistances({0, 1, 1, 0}, 2, {2}, {1}), std::invalid_argument);
    EXPECT_THROW(kReciprocalDistances({0, 1, 1, 0}, 2, {0}, {1}, {0, 6, 0.3}), std::invalid_argument);
    EXPECT_THROW(kReciprocalDistances({0, 1, 1, 0}, 2, {0}, {1}, {20, 0, 0.3}), std::invalid_argument);
    EXPECT_THROW(kReciprocalDistances({0, 1, 1, 0}, 2, {0}, {1}, {20, 6, 1.5}), std::invalid_argument);
    // Fewer pictures than neighbours is fine: nobody but the other one is there.
    EXPECT_EQ(kReciprocalDistances({0, 1, 1, 0}, 2, {0}, {1}).size(), 1u);
}

}  // namespace
}  // namespace brnpa::trainer

#pragma once

#include <random>
#include <vector>

#include "reid/embedder.hpp"

/// Embeddings of made people: each a random direction, each view of theirs at a random place around it.
class RandomPeople {
  public:
    /// @param size of an embedding. @param spread of the views: 0 all alike, 1 as far from each other as people are.
    RandomPeople(int size, double spread, unsigned seed = 1) : size_(size), spread_(spread), random_(seed) {}

    reid::Embedding person() { return direction(); }

    reid::Embedding viewOf(const reid::Embedding& person) {
        reid::Embedding view = direction();
        for (size_t i = 0; i < view.size(); ++i)
            view[i] = static_cast<float>(person[i] + spread_ * view[i]);
        return unit(view);
    }

  private:
    reid::Embedding direction() {
        reid::Embedding values(static_cast<size_t>(size_));
        for (float& value : values)
            value = normal_(random_);
        return unit(values);
    }

    static reid::Embedding unit(reid::Embedding values) {
        const double length = cv::norm(values);
        for (float& value : values)
            value = static_cast<float>(value / length);
        return values;
    }

    int size_;
    double spread_;
    std::mt19937 random_;
    std::normal_distribution<float> normal_;
};

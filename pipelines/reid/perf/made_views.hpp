#pragma once

#include <cmath>
#include <random>

#include "reid/embedder.hpp"

/// What galleries are measured with.
namespace made {

constexpr int EMBEDDING_SIZE = 768;  // of models/reid-live
constexpr int EXEMPLARS_PER_PERSON = 8;
constexpr float VIEW_SPREAD = 0.5F;  // of a person's views, in lengths of the person's own direction

/// Embeddings in clusters, as those of people are: random points would have no near neighbors to find.
class Views {
  public:
    reid::Embedding next() {
        if (count_++ % EXEMPLARS_PER_PERSON == 0) person_ = direction();
        return view();
    }
    /// One more of the person of the last next().
    reid::Embedding view() {
        reid::Embedding values = direction();
        double squared = 0;
        for (size_t i = 0; i < values.size(); ++i) {
            values[i] = person_[i] + VIEW_SPREAD * values[i];
            squared += static_cast<double>(values[i]) * values[i];
        }
        for (float& value : values)
            value = static_cast<float>(value / std::sqrt(squared));
        return values;
    }

  private:
    reid::Embedding direction() {
        reid::Embedding values(EMBEDDING_SIZE);
        for (float& value : values)
            value = normal_(random_) / std::sqrt(static_cast<float>(EMBEDDING_SIZE));
        return values;
    }

    std::mt19937 random_{1};
    std::normal_distribution<float> normal_;
    reid::Embedding person_;
    int count_ = 0;
};

}  // namespace made

#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "reid/embedder.hpp"

namespace reid {

struct GalleryOptions {
    double acceptDistance = 0.3;  ///< at most this far from a known person is that person; in the units of the metric
    int embeddingsPerIdentity = 16;  ///< bound; when full, the two most alike are merged into their mean
    Metric metric = Metric::Cosine;
};

struct Match {
    int identity;                    ///< nearest identity
    double distance;                 ///< to it
    std::optional<double> runnerUp;  ///< distance to the second nearest identity, where there is one
};

/// The people seen so far, in memory: a few embeddings for each, so that a returning person gets the same identity.
class Gallery {
  public:
    /// @throws cv::Exception that names the option when one is out of range.
    explicit Gallery(const GalleryOptions& options = {});

    /// The nearest identity, however far.
    /// @param excluded identities that it cannot be, for example those of other people in the same frame.
    std::optional<Match> nearest(const Embedding& embedding, const std::set<int>& excluded = {}) const;

    /// The nearest identity when it is within the accept distance.
    std::optional<Match> identify(const Embedding& embedding, const std::set<int>& excluded = {}) const;

    /// Distance to the nearest embedding of one identity.
    /// @throws cv::Exception for an identity that was never enrolled.
    double distanceTo(int identity, const Embedding& embedding) const;

    /// A new identity, counted from 1.
    int enroll(const Embedding& embedding);

    /// One more picture of a known identity.
    /// @throws cv::Exception for an identity that was never enrolled.
    void add(int identity, const Embedding& embedding);

    size_t size() const { return people_.size(); }

  private:
    GalleryOptions options_;
    std::map<int, std::vector<Embedding>> people_;
    int next_ = 1;
};

}  // namespace reid

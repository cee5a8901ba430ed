#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "reid/embedder.hpp"
#include "reid/model_folder.hpp"

namespace reid {

/// What is compared with the people of a gallery.
enum class Query {
    Picture,  ///< one, as calibrate() does
    Track     ///< the mean of several looks at somebody
};

/// The share of a calibrated threshold that counts for a query: 1 for a picture. The mean of several looks is that much
/// nearer to its person: of Market-1501's validation people the nearest of 16 pictures by other cameras is at 0.34 from
/// one picture, at 0.26 from the mean of five (reid-live, medians). So about as many are recognized as by one picture,
/// which leaves room for cameras that nothing was calibrated on: there strangers are nearer.
double thresholdShare(Query query);

struct GalleryOptions {
    static constexpr double USUAL_FALSE_ACCEPT_RATE = 1e-4;

    /// The metric of a model, and its threshold that is nearest to a rate of false accepts, unless the gallery has its
    /// own; no acceptDistance where the folder has no thresholds.
    static GalleryOptions of(const ModelFolder& folder, Query query, double falseAcceptRate = USUAL_FALSE_ACCEPT_RATE);

    /// @throws cv::Exception that names the option when one is out of range.
    /// @throws InputError when no threshold is known.
    void check() const;

    /// A threshold that counts in place of those of model and gallery.
    void acceptUpTo(double distance) {
        acceptDistance = distance;
        falseAcceptRate.reset();
    }

    /// At most this far from a known person is that person; in the units of the metric. Empty: only the gallery's own
    /// threshold will do.
    std::optional<double> acceptDistance = 0.3;
    int embeddingsPerIdentity = 16;  ///< bound; what happens when it is reached is the gallery's own rule
    Metric metric = Metric::Cosine;
    /// The second nearest person must be farther than the nearest by this much, or the answer is undecided; in the
    /// units of the metric, 0: always decided.
    double margin = 0;
    /// A gallery that was calibrated itself (LastingGallery::setThresholds) takes its own threshold that is nearest to
    /// this rate, in place of acceptDistance; empty: acceptDistance is what counts.
    std::optional<double> falseAcceptRate = {};
    Query query = Query::Picture;  ///< what that threshold is for
};

struct Match {
    int identity;                    ///< nearest identity
    double distance;                 ///< to it
    std::optional<double> runnerUp;  ///< distance to the second nearest identity, where there is one
};

enum class Answer {
    Known,     ///< within the accept distance, and nobody else is as near
    New,       ///< too far from everybody
    Undecided  ///< within the accept distance, but of two people
};

struct Verdict {
    Answer answer;
    std::optional<Match> match;  ///< the nearest identity, however far; empty where nobody is known
};

/// Where and when somebody was seen.
struct Sighting {
    std::string camera;  ///< empty: not known
    int64_t timeMs = 0;  ///< milliseconds since 1970, UTC
};

/// One picture of a person, as a gallery may keep it.
struct View {
    Embedding embedding;
    cv::Mat picture = {};   ///< the person alone, CV_8UC3, B, G, R; may be empty
    cv::Mat saliency = {};  ///< K x h x w, CV_32F: its map x norm over the largest, 0..1; may be empty
    Sighting sighting = {};
};

/// The people seen so far: a few embeddings for each, so that a returning person gets the same identity.
class Gallery {
  public:
    /// @throws as GalleryOptions::check().
    explicit Gallery(const GalleryOptions& options);
    virtual ~Gallery() = default;
    Gallery(const Gallery&) = delete;
    Gallery& operator=(const Gallery&) = delete;

    /// Somebody known, somebody new, or too close to call.
    /// @param excluded identities that it cannot be, for example those of other people in the same frame.
    Verdict identify(const Embedding& embedding, const std::set<int>& excluded = {}) const;

    /// The nearest identity, however far.
    virtual std::optional<Match> nearest(const Embedding& embedding, const std::set<int>& excluded = {}) const = 0;

    /// Distance to the nearest embedding of one identity.
    /// @throws cv::Exception for an identity that was never enrolled.
    virtual double distanceTo(int identity, const Embedding& embedding) const = 0;

    /// A new identity, counted from 1.
    virtual int enroll(const View& view) = 0;

    /// One more picture of a known identity.
    /// @throws cv::Exception for an identity that was never enrolled.
    virtual void add(int identity, const View& view) = 0;

    /// A known identity came into view: once a visit, add() says where it was seen last.
    virtual void countVisit(int identity, const Sighting& sighting) = 0;

    /// Two identities turned out to be one person: what is known of the other becomes kept's, as many views as it may
    /// have, and the name where kept has none. The other's number is not given again.
    /// @throws cv::Exception for an identity that was never enrolled.
    virtual void merge(int kept, int other) = 0;

    /// These were in one picture, since this object was made: no two of them are one person.
    virtual void noteTogether(const std::set<int>& identities);

    /// Who was in a picture together with somebody.
    virtual std::set<int> seenWith(int identity) const;

    /// Who an identity is by now: the one that it was merged into since this object was made, else itself.
    virtual int current(int identity) const;

    /// Of an identity; empty where it has none.
    virtual std::string nameOf(int identity) const = 0;

    virtual size_t size() const = 0;  ///< identities

    const GalleryOptions& options() const { return options_; }

  protected:
    void noteMerged(int kept, int other);

    /// What was found out about identities since this object was made.
    struct Findings {
        std::map<int, int> merged;              ///< the other to kept, which was not merged into a third one
        std::map<int, std::set<int>> together;  ///< in one picture
    };
    Findings findings_;

  private:
    GalleryOptions options_;
};

}  // namespace reid

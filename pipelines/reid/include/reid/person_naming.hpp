#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "reid/embedder.hpp"
#include "reid/gallery.hpp"
#include "reid/tracker.hpp"

namespace reid {

/// Gives tracks the identities of a gallery, and the gallery new views of the people that it knows. Frames in order,
/// one thread.
class PersonNaming {
  public:
    /// What the gallery said when a track was given its identity.
    struct Name {
        int identity;
        std::optional<double> distance;  ///< empty for a person enrolled as new
        std::optional<double> runnerUp;  ///< distance to the second nearest identity
        bool enrolled;                   ///< by this track
        size_t told = 0;                 ///< people beside it, of whom the gallery knows
    };

    /// The picture that the tracks are in, and where and when it was taken.
    struct Scene {
        const cv::Mat& frame;  ///< CV_8UC3, B, G, R
        Sighting sighting;
    };

    /// A person who may be learned from.
    struct Seen {
        const Track& track;
        const Appearance& appearance;  ///< of this frame
    };

    /// @param identifyAfter clean detections (Track::clean) of a track before it is given an identity, 1 or more.
    ///        Where there are not so many clean ones, three times as many of any kind to be recognized, and five times
    ///        as many to be enrolled as somebody new.
    /// @param anonymise the pictures that the gallery gets show nobody who could be recognized (anonymise.hpp).
    /// @throws cv::Exception when it is less, or there is no gallery.
    PersonNaming(std::unique_ptr<Gallery> gallery, int identifyAfter, bool anonymise = false);

    /// Names those who can be named by now.
    /// @param visible the tracks that are in the frame.
    /// @param embedder for those who are enrolled.
    /// Whoever was enrolled and turns out, with more looks, to be somebody who was known before gets that identity,
    /// into which the gallery merges the new one; never into the identity of somebody who was in the picture at the
    /// same time.
    /// @returns the tracks that were lost and turned out to be the same person as a visible one: they wait for
    ///          nobody any more and are to be ended.
    std::vector<int> nameNew(const std::vector<Track>& visible, const Scene& scene, Embedder& embedder);

    /// Gives the gallery the views that are clean and surely of the person whose name the track has; call it with those
    /// who were detected and looked at in this frame.
    void learn(const std::vector<Seen>& seen, const Scene& scene);

    /// @returns nullptr for a track without a name.
    const Name* of(int track) const;

    /// Forgets the names of all other tracks.
    void keepOnly(const std::set<int>& tracks);

    const Gallery& gallery() const { return *gallery_; }

  private:
    bool isSeen(const Track& track) const;
    bool hasWaited(const Track& track, int times) const;
    View viewOf(Appearance appearance, const Scene& scene, const cv::Rect2f& box) const;
    std::set<int> seenBeside(const Track& newcomer, const std::vector<Track>& visible) const;
    void enroll(const Track& track, const Scene& scene, Embedder& embedder);
    std::optional<int> recognize(const Track& track, const Match& match);
    void followMerges();
    void noteBeside(const std::vector<Track>& visible);
    std::optional<Match> whoElse(const Track& track) const;

    std::unique_ptr<Gallery> gallery_;
    int identifyAfter_;
    bool anonymise_;
    std::map<int, Name> names_;            // by track id
    std::map<int, std::set<int>> beside_;  // identities that were in the picture with a track, by track id
};

}  // namespace reid

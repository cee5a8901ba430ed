#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "reid/detector.hpp"
#include "reid/embedder.hpp"
#include "reid/gallery.hpp"
#include "reid/model_folder.hpp"
#include "reid/person.hpp"
#include "reid/tracker.hpp"

namespace reid {

struct PersonPipelineOptions {
    static constexpr int USUAL_LOOK_EVERY = 5;      ///< frames
    static constexpr int USUAL_IDENTIFY_AFTER = 8;  ///< detections: some three looks

    /// What brnpa annotate, brnpa stream and the GStreamer elements take: a look at a person every few frames,
    /// and tracks that live through as many missed detections however far apart these are.
    /// @param detectEvery as the member; Detector::usualInterval() suits.
    /// @param gallery as the member; GalleryOptions::of(folder, Query::Track) takes the model's threshold, or the
    /// gallery's own.
    static PersonPipelineOptions usual(int detectEvery, const GalleryOptions& gallery);

    int detectEvery = 5;  ///< frames from one run of the detector to the next, 1 or more
    /// Frames from one look of the embedder at a person to the next, 1 or more. Whoever is new, or may be confused with
    /// somebody near, is looked at whenever the detector runs. In between the attention stays at its place in the box.
    int lookEvery = 1;
    /// Detections of a track before it is given an identity, 1 or more; where they do not show the person whole and
    /// alone, three times as many to be recognized, and five times as many to be enrolled as somebody new.
    int identifyAfter = USUAL_IDENTIFY_AFTER;
    /// Frames that a track is still shown after its last detection, 0 or more; PersonTracks::isVisible() says when
    /// less.
    int carryFor = 10;
    TrackerOptions tracker;
    GalleryOptions gallery;  ///< of the gallery that the pipeline makes when it is given none
    std::string camera;      ///< for the gallery: where the frames come from
    bool anonymise = false;  ///< the pictures that the gallery keeps (anonymise.hpp); nobody is recognizable there
};

/// How long a frame took, by what was done: milliseconds; 0 where there was nothing to do.
struct PersonPipelineTimes {
    double detect = 0, track = 0;
    double embed = 0;     ///< looks at people; not those for the gallery
    double identify = 0;  ///< the gallery, and looks for what it keeps
};

/// Frames in, people out: detector, embedder, tracker and gallery put together. Frames in order, one thread.
class PersonPipeline {
  public:
    /// The metric of tracker and gallery is the model folder's, the tracker's startConfidence the detector's, and its
    /// lookEvery the pipeline's, whatever the options say.
    /// @param gallery of the same model; none: a MemoryGallery.
    /// @throws cv::Exception that names the option when one is out of range.
    PersonPipeline(std::unique_ptr<Detector> detector, std::unique_ptr<Embedder> embedder,
                   const PersonPipelineOptions& options, std::unique_ptr<Gallery> gallery = nullptr);
    ~PersonPipeline();

    /// Announces the next frame but those that were announced before, for a detector that works ahead. process() is
    /// given the same pixels, and nobody changes them before. Not together with skip() and endTracks().
    void expect(const cv::Mat& frame);
    /// Frames that are worth announcing before the first of them is processed.
    int ahead() const;

    /// @param frame CV_8UC3, B, G, R, all frames of one size.
    /// @param timeMs for the gallery: when the frame was taken, milliseconds since 1970, UTC.
    /// @returns the confirmed tracks that are in the frame, by track id.
    std::vector<Person> process(const cv::Mat& frame, int64_t timeMs = 0);

    /// So many frames between the last one and the next were dropped: everybody has moved on meanwhile.
    void skip(int64_t frames);

    /// The next frame does not follow the last one: the camera was away, or sees something else now. All tracks end;
    /// who was known is recognized again.
    void endTracks();

    /// The boxes of all who are or may be in the last frame, which is more than process() returned: everything that
    /// the detector found, and the tracks that wait for a second detection or for somebody who went out of sight.
    /// They may overlap, and reach outside the frame.
    std::vector<cv::Rect2f> everybody() const;

    const Gallery& gallery() const;

    /// Of the latest frame.
    const PersonPipelineTimes& times() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid

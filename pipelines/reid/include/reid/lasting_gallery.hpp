#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "reid/gallery.hpp"
#include "reid/model_folder.hpp"

namespace reid {

/// The network whose embeddings a gallery holds: those of another one mean something else.
struct GalleryModel {
    std::string name;
    std::string sha256;  ///< of model.onnx
    int embeddingSize;
    Metric metric;

    static GalleryModel of(const ModelFolder& folder);
};

/// What one camera saw of a person.
struct CameraSightings {
    std::string camera;       ///< empty: not known
    int64_t firstMs, lastMs;  ///< milliseconds since 1970, UTC
    int64_t visits;           ///< times that the person came into view
};

struct KnownPerson {
    int identity = 0;
    std::string name;
    int64_t enrolledMs = 0;
    size_t exemplars = 0;
    std::vector<CameraSightings> cameras;  ///< by name
};

/// A view that a gallery keeps.
struct Exemplar {
    int64_t number = 0;
    int identity = 0;
    Embedding embedding;
    std::vector<uchar> picture;  ///< a JPEG file, at most PICTURE_HEIGHT high; may be empty
    cv::Mat saliency;            ///< K x h x w, CV_8U: map x norm over the largest, 255 for 1; may be empty
    Sighting sighting;

    static constexpr int PICTURE_HEIGHT = 256;  ///< pixels

    cv::Mat decoded() const;  ///< CV_8UC3; empty where there is no picture
    cv::Mat painted() const;  ///< with the attention maps, as PersonPainter paints them
};

/// A gallery in one SQLite file (docs/gallery.md): any number of programs read it while one writes. What a call has
/// written outlives the program however it ends. Not thread safe: one object per thread.
///
/// Of a person whose exemplars are full, one of the two most alike goes, so that the smallest distance between two that
/// stay never falls; a view that the gallery has already is not kept.
class LastingGallery : public Gallery {
  public:
    enum class Access { Read, Write };

    /// Opens a file that is there. The metric is the gallery's, whatever the options say.
    /// @throws InputError when it is missing, no gallery, damaged, or from a newer program.
    /// @throws ResourceError when it cannot be opened, or another program writes and access is Write.
    LastingGallery(const std::string& path, Access access, const GalleryOptions& options = {});

    /// The same for the embeddings of one model. Makes the file when it is missing and access is Write.
    /// @throws InputError also when the gallery holds the embeddings of another model.
    LastingGallery(const std::string& path, Access access, const GalleryModel& model,
                   const GalleryOptions& options = {});
    ~LastingGallery() override;

    // Errors of the calls that write: ResourceError when the disk refuses; cv::Exception for an identity that is not
    // there, an embedding of another size, and when access is Read.

    std::optional<Match> nearest(const Embedding& embedding, const std::set<int>& excluded = {}) const override;
    double distanceTo(int identity, const Embedding& embedding) const override;
    int enroll(const View& view) override;
    void add(int identity, const View& view) override;
    void countVisit(int identity, const Sighting& sighting) override;
    std::string nameOf(int identity) const override;
    size_t size() const override;

    struct Hit {
        int identity;
        int64_t exemplar;  ///< the person's nearest one
        double distance;
    };
    /// People, nearest first, at most count.
    std::vector<Hit> search(const Embedding& embedding, size_t count) const;

    const std::string& path() const;
    const GalleryModel& model() const;
    std::vector<KnownPerson> people() const;  ///< by identity
    KnownPerson person(int identity) const;
    std::vector<int> identitiesNamed(const std::string& name) const;
    std::vector<Exemplar> exemplarsOf(int identity) const;  ///< oldest first
    Exemplar exemplar(int64_t number) const;

    void rename(int identity, const std::string& name);
    /// The other's exemplars and sightings become those of kept, as many as it may have; so does its name where kept
    /// has none.
    void merge(int kept, int other) override;
    /// Some exemplars become a new person, seen where and when they were: one visit for each of their cameras goes over
    /// to the new person, and of the old one a camera without a visit is forgotten, but one with a picture keeps a
    /// visit.
    /// @throws InputError when one is not the person's, or none would be left.
    /// @returns the new identity.
    int split(int identity, const std::set<int64_t>& exemplars);
    /// Removes a person with every trace from the file and those beside it. Its number is not given again.
    /// @throws ResourceError when a program that reads the gallery keeps it from being shredded; compact() does that
    /// then.
    void forget(const std::set<int>& identities);
    /// A person as another gallery exported it; under its old number where that is free. Numbers of exemplars are new.
    /// @returns the identity.
    int restore(const KnownPerson& person, const std::vector<Exemplar>& exemplars);

    /// What was measured on the people of this gallery, by rising false accept rate; may be empty. How the constructor
    /// uses it: GalleryOptions::falseAcceptRate.
    std::vector<Threshold> thresholds() const;
    /// Replaces them all; programs that open the gallery from now on use them.
    void setThresholds(const std::vector<Threshold>& thresholds);

    /// Checks the file, and writes it anew without gaps.
    /// @throws InputError when it is damaged.
    void compact();

    /// Sees what another program has written since; writers need not.
    void refresh();

    /// All that work writes, or nothing of it when it throws.
    void atomically(const std::function<void()>& work);

  private:
    struct Impl;
    LastingGallery(std::unique_ptr<Impl> impl, const GalleryOptions& options);
    std::unique_ptr<Impl> impl_;
};

}  // namespace reid

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "gallery_actions.hpp"
#include "gallery_words.hpp"
#include "person_pictures.hpp"
#include "picture_embedding.hpp"
#include "recording_time.hpp"
#include "reid/errors.hpp"
#include "reid/lasting_gallery.hpp"

namespace {

using reid::LastingGallery;

/// Who has the name already.
std::optional<int> bearerOf(const LastingGallery& gallery, const std::string& name) {
    const std::vector<int> bearers = gallery.identitiesNamed(name);
    if (bearers.size() > 1)
        throw reid::InputError(fmt::format("{} people of the gallery {} are called {}; rename or merge them first.",
                                           bearers.size(), gallery.path(), name));
    return bearers.empty() ? std::nullopt : std::optional<int>(bearers.front());
}

cv::Mat readPictureOf(const PersonPictures& person, const std::string& file) {
    return person.fromGallery ? readPicture(file) : readPictureOfPerson(file);
}

/// What is said about one person when all is written.
struct Enrolled {
    int identity;
    std::string name;
    size_t pictures;
    bool isNew;
    std::optional<reid::Match> lookalike;  ///< somebody else, within the accept distance
};

Enrolled enrol(LastingGallery& gallery, reid::Embedder& embedder, const PersonPictures& person,
               const GalleryRequest& request, int64_t& pictures) {
    requireReadableName(person.name);
    std::optional<int> identity = bearerOf(gallery, person.name);
    Enrolled enrolled{0, person.name, person.files.size(), !identity, std::nullopt};
    int64_t lastMs = std::numeric_limits<int64_t>::min();
    for (const std::string& file : person.files) {
        reid::View view = viewOfPicture(embedder, readPictureOf(person, file));
        // A millisecond after the one before: only frames of a video show people together.
        view.sighting = {request.camera, recordingTimeMs(request.recordedAt, file, 0) + pictures++};
        lastMs = std::max(lastMs, view.sighting.timeMs);
        const std::set<int> self = identity ? std::set<int>{*identity} : std::set<int>{};
        const reid::Verdict verdict = gallery.identify(view.embedding, self);
        const bool isNearer =
            verdict.match && (!enrolled.lookalike || verdict.match->distance < enrolled.lookalike->distance);
        if (verdict.answer != reid::Answer::New && isNearer) enrolled.lookalike = verdict.match;
        if (identity) {
            gallery.add(*identity, view);
        } else {
            identity = gallery.enroll(view);
            gallery.rename(*identity, person.name);
        }
    }
    gallery.countVisit(*identity, {request.camera, lastMs});
    enrolled.identity = *identity;
    return enrolled;
}

}  // namespace

void enrolPeople(const GalleryRequest& request, std::ostream& out, std::ostream& warnings) {
    const std::vector<PersonPictures> people = peopleOnPictures(request.sources, request.name);
    const reid::ModelFolder folder = reid::ModelFolder::load(request.model);
    const reid::GalleryOptions settings = galleryOptions(request.accept, folder, reid::Query::Picture);
    requireThreshold(request.accept, folder, request.gallery);
    reid::Embedder embedder(folder);
    // Before a gallery is made: a picture that cannot be used leaves not even an empty one.
    for (const PersonPictures& person : people) {
        for (const std::string& file : person.files) {
            readPictureOf(person, file);
            recordingTimeMs(request.recordedAt, file, 0);
        }
    }
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write, reid::GalleryModel::of(folder), settings);
    std::vector<Enrolled> done;
    auto pictures = static_cast<int64_t>(gallery.size());  // not the moments of an earlier enrolment
    gallery.atomically([&] {
        for (const PersonPictures& person : people)
            done.push_back(enrol(gallery, embedder, person, request, pictures));
    });
    for (const Enrolled& one : done) {
        out << fmt::format("{} {}: {} {}.\n", one.isNew ? "New:" : "Known:", personText(one.identity, one.name),
                           one.pictures, one.pictures == 1 ? "picture" : "pictures");
        if (one.lookalike)
            warnings << fmt::format("brnpa: {} looks like {} (distance {:.3f}); if they are one person, merge them.\n",
                                    personText(one.identity, one.name),
                                    personText(one.lookalike->identity, gallery.nameOf(one.lookalike->identity)),
                                    one.lookalike->distance);
    }
    out << fmt::format("Gallery {}: {} {}.", request.gallery, gallery.size(), gallery.size() == 1 ? "person" : "people")
        << std::endl;
}

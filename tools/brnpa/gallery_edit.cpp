#include <fmt/format.h>

#include <set>

#include "gallery_actions.hpp"
#include "gallery_words.hpp"
#include "reid/errors.hpp"
#include "reid/lasting_gallery.hpp"

namespace {

using reid::LastingGallery;

std::string knownAs(const LastingGallery& gallery, int identity) {
    return personText(identity, gallery.nameOf(identity));
}

}  // namespace

void renamePerson(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    requireReadableName(request.name);
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write);
    const int identity = personMeant(gallery, request.person);
    const std::string before = knownAs(gallery, identity);
    gallery.rename(identity, request.name);
    out << fmt::format("{} is now {}.", before, knownAs(gallery, identity)) << std::endl;
}

void mergePeople(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write);
    const int kept = personMeant(gallery, request.person);
    std::set<int> others;
    for (const std::string& who : request.people)
        others.insert(personMeant(gallery, who));
    if (others.count(kept) != 0)
        throw reid::InputError(
            fmt::format("{} cannot be merged with itself; name somebody else.", knownAs(gallery, kept)));
    std::string names;
    for (int other : others)
        names += (names.empty() ? "" : ", ") + knownAs(gallery, other);
    gallery.atomically([&] {
        for (int other : others)
            gallery.merge(kept, other);
    });
    out << fmt::format("{} joined {}, who has {} pictures now.", names, knownAs(gallery, kept),
                       gallery.person(kept).exemplars)
        << std::endl;
}

void splitPerson(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write);
    const int identity = personMeant(gallery, request.person);
    const std::set<int64_t> pictures(request.pictures.begin(), request.pictures.end());
    const int newcomer = gallery.split(identity, pictures);
    out << fmt::format("{} of the pictures of {} are now person {}.", pictures.size(), knownAs(gallery, identity),
                       newcomer)
        << std::endl;
}

void forgetPeople(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write);
    std::set<int> identities;
    for (const std::string& who : request.people)
        identities.insert(personMeant(gallery, who));
    gallery.forget(identities);
    // Numbers, not names: what is printed here may be kept in a log.
    std::string numbers;
    for (int identity : identities)
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(identity);
    out << fmt::format("Forgotten: {}. Gallery {}: {} {}.", numbers, request.gallery, gallery.size(),
                       gallery.size() == 1 ? "person" : "people")
        << std::endl;
}

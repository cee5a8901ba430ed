// What people do to a gallery, where recognition only adds.
#include <set>
#include <string>
#include <utility>

#include "gallery/gallery_state.hpp"
#include "reid/errors.hpp"

namespace reid {

std::vector<KnownPerson> LastingGallery::people() const {
    std::vector<KnownPerson> people;
    for (const auto& [identity, name] : impl_->names) {
        if (std::optional<KnownPerson> person = impl_->person(identity)) people.push_back(std::move(*person));
    }
    return people;
}

KnownPerson LastingGallery::person(int identity) const {
    impl_->requirePerson(identity);
    return impl_->person(identity).value();
}

std::vector<int> LastingGallery::identitiesNamed(const std::string& name) const {
    std::vector<int> identities;
    for (const auto& [identity, known] : impl_->names) {
        if (known == name) identities.push_back(identity);
    }
    return identities;
}

Exemplar LastingGallery::exemplar(int64_t number) const {
    return impl_->store.exemplar(number);
}

std::vector<Exemplar> LastingGallery::exemplarsOf(int identity) const {
    std::vector<Exemplar> exemplars;
    for (int64_t number : impl_->index->exemplarsOf(identity))
        exemplars.push_back(impl_->store.exemplar(number));
    return exemplars;
}

void LastingGallery::rename(int identity, const std::string& name) {
    impl_->requirePerson(identity);
    atomically([&] {
        impl_->store.renameIdentity(identity, name);
        impl_->names[identity] = name;
    });
}

void LastingGallery::merge(int kept, int other) {
    CV_Assert(kept != other);
    const KnownPerson source = person(other);
    impl_->requirePerson(kept);
    atomically([&] {
        if (nameOf(kept).empty()) rename(kept, source.name);
        const std::set<int64_t> exemplars = impl_->index->exemplarsOf(other);
        for (int64_t exemplar : exemplars)
            impl_->move(exemplar, kept);
        for (const CameraSightings& seen : source.cameras)
            impl_->store.noteSightings(kept, seen);
        impl_->store.eraseIdentity(other);
        impl_->names.erase(other);
        impl_->leaveOut(kept, options().embeddingsPerIdentity);
    });
    noteMerged(kept, other);
}

int LastingGallery::split(int identity, const std::set<int64_t>& exemplars) {
    impl_->requirePerson(identity);
    const std::set<int64_t> owned = impl_->index->exemplarsOf(identity);
    for (int64_t exemplar : exemplars) {
        if (owned.count(exemplar) == 0)
            throw InputError("Identity " + std::to_string(identity) + " has no picture " + std::to_string(exemplar) +
                             "; brnpa gallery show lists those it has.");
    }
    if (exemplars.empty() || exemplars.size() == owned.size())
        throw InputError("Identity " + std::to_string(identity) + " has " + std::to_string(owned.size()) +
                         " pictures; at least one must go and one must stay.");
    int newcomer = 0;
    atomically([&] {
        newcomer = impl_->store.insertIdentity(std::nullopt, "", impl_->store.person(identity)->enrolledMs);
        impl_->names[newcomer] = "";
        // Which visit a picture is of is not kept: those of one camera are taken for one visit, which moves with them.
        std::set<std::string> visited, left;
        for (int64_t exemplar : exemplars) {
            const Sighting seen = impl_->store.exemplar(exemplar).sighting;
            impl_->move(exemplar, newcomer);
            const int64_t visits = visited.insert(seen.camera).second ? 1 : 0;
            impl_->store.noteSightings(newcomer, {seen.camera, seen.timeMs, seen.timeMs, visits});
        }
        for (const Exemplar& exemplar : exemplarsOf(identity))
            left.insert(exemplar.sighting.camera);
        for (const std::string& camera : visited)
            impl_->store.takeVisit(identity, camera, left.count(camera) != 0);
    });
    return newcomer;
}

void LastingGallery::forget(const std::set<int>& identities) {
    for (int identity : identities)
        impl_->requirePerson(identity);
    atomically([&] {
        for (int identity : identities) {
            const std::set<int64_t> exemplars = impl_->index->exemplarsOf(identity);
            for (int64_t exemplar : exemplars)
                impl_->erase(exemplar);
            impl_->store.eraseExemplarsOf(identity);  // whatever the index knows: nothing may be left
            impl_->store.eraseIdentity(identity);
            impl_->names.erase(identity);
        }
    });
    impl_->store.file().shred();
}

int LastingGallery::restore(const KnownPerson& person, const std::vector<Exemplar>& exemplars) {
    int identity = 0;
    atomically([&] {
        const bool isFree = person.identity > 0 && impl_->names.count(person.identity) == 0;
        identity = impl_->store.insertIdentity(isFree ? std::optional<int>(person.identity) : std::nullopt, person.name,
                                               person.enrolledMs);
        impl_->names[identity] = person.name;
        findings_.merged.erase(identity);
        for (Exemplar exemplar : exemplars) {
            exemplar.identity = identity;
            exemplar.embedding = impl_->checked(exemplar.embedding);
            impl_->insert(exemplar);
        }
        for (const CameraSightings& seen : person.cameras)
            impl_->store.noteSightings(identity, seen);
    });
    return identity;
}

void LastingGallery::compact() {
    CV_Assert(impl_->store.file().writes());
    impl_->store.file().check();
    impl_->store.file().shred();
}

}  // namespace reid

#include "reid/person_looks.hpp"

#include <utility>

#include "keep_only.hpp"

namespace reid {

PersonLooks::PersonLooks(int every) : every_(every) {
    CV_CheckGE(every, 1, "PersonLooks: there must be 1 frame or more from one look to the next");
}

void PersonLooks::add(int track, Appearance appearance) {
    Look& latest = looks_[track];
    latest.frame = frame_;
    latest.steadySaliency = latest.calm.update(appearance.maps, appearance.norms);
    latest.appearance = std::move(appearance);
}

bool PersonLooks::isDue(int track) const {
    const Look* const latest = of(track);
    return latest == nullptr || frame_ - latest->frame >= every_;
}

const PersonLooks::Look* PersonLooks::of(int track) const {
    const auto found = looks_.find(track);
    return found != looks_.end() ? &found->second : nullptr;
}

void PersonLooks::keepOnly(const std::set<int>& tracks) {
    reid::keepOnly(tracks, looks_);
}

}  // namespace reid

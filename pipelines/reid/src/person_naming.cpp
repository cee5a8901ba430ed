#include "reid/person_naming.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "boxes.hpp"
#include "keep_only.hpp"
#include "reid/anonymise.hpp"
#include "reid/steady_saliency.hpp"

namespace reid {

namespace {

// Times the detections after which somebody gets a name, for whoever is never seen whole and alone: to be recognized,
// and to be enrolled as somebody new.
constexpr int RECOGNIZE_WAIT = 3, ENROLL_WAIT = 5;
// Of the accept distance, for somebody enrolled who is compared again and again: one of many tries comes nearer than
// one.
constexpr double SURELY_SHARE = 0.8;
constexpr double CLEAN_VISIBLE_SHARE = 0.8;  // of a box inside the frame, for an embedding that the gallery keeps

/// Owns the frame's bytes no longer than the frame lives: a gallery copies what it keeps.
cv::Mat personIn(const cv::Mat& frame, const cv::Rect2f& box) {
    const cv::Rect whole(cv::Point(), frame.size());
    const cv::Rect inside = cv::Rect(cutAtFrame(box, frame.size())) & whole;
    return inside.empty() ? cv::Mat() : frame(inside);
}

}  // namespace

PersonNaming::PersonNaming(std::unique_ptr<Gallery> gallery, int identifyAfter, bool anonymise)
    : gallery_(std::move(gallery)), identifyAfter_(identifyAfter), anonymise_(anonymise) {
    CV_Assert(gallery_);
    CV_CheckGE(identifyAfter, 1, "PersonNaming: identifyAfter must be 1 or more");
}

bool PersonNaming::isSeen(const Track& track) const {
    return track.clean && track.cleanDetections >= identifyAfter_;
}

bool PersonNaming::hasWaited(const Track& track, int times) const {
    return track.detections >= times * identifyAfter_;
}

View PersonNaming::viewOf(Appearance appearance, const Scene& scene, const cv::Rect2f& box) const {
    View view;
    view.saliency = SteadySaliency(1).update(appearance.maps, appearance.norms);
    view.embedding = std::move(appearance.embedding);
    view.picture = personIn(scene.frame, box);
    if (anonymise_ && !view.picture.empty()) {
        view.picture = view.picture.clone();  // the frame is not ours
        const cv::Rect2f whole(cv::Point2f(), cv::Size2f(view.picture.size()));
        anonymise(view.picture, {whole});  // all of it: others may be in the box, too
    }
    view.sighting = scene.sighting;
    return view;
}

/// @returns who somebody cannot be: those who were seen since the newcomer appeared. Who was lost before may be the
/// newcomer.
std::set<int> PersonNaming::seenBeside(const Track& newcomer, const std::vector<Track>& visible) const {
    std::set<int> identities;
    for (const Track& track : visible) {
        const Name* const name = of(track.id);
        if (name && track.misses < newcomer.detections) identities.insert(name->identity);
    }
    return identities;
}

void PersonNaming::enroll(const Track& track, const Scene& scene, Embedder& embedder) {
    std::vector<Appearance> now = embedder.embed(scene.frame, {cutAtFrame(track.box, scene.frame.size())});
    // Not the track's embedding, which no picture would show: what a gallery keeps can be checked by eye.
    const View view = viewOf(std::move(now.front()), scene, track.box);
    names_[track.id] = {gallery_->enroll(view), std::nullopt, std::nullopt, true};
}

/// @returns the track that waited for this person, if one did: nobody is in the picture twice.
std::optional<int> PersonNaming::recognize(const Track& track, const Match& match) {
    const auto waiting = std::find_if(names_.begin(), names_.end(),
                                      [&](const auto& entry) { return entry.second.identity == match.identity; });
    const std::optional<int> superseded = waiting != names_.end() ? std::optional<int>(waiting->first) : std::nullopt;
    names_[track.id] = {match.identity, match.distance, match.runnerUp, false};
    return superseded;
}

/// Another camera may have found out about two people.
void PersonNaming::followMerges() {
    for (auto& [track, name] : names_)
        name.identity = gallery_->current(name.identity);
}

/// A track without a name, too, may get one after the others have left. Who is lost may be anywhere.
void PersonNaming::noteBeside(const std::vector<Track>& visible) {
    std::set<int> inPicture;
    for (const Track& track : visible)
        if (const Name* const name = of(track.id); name && track.misses == 0) inPicture.insert(name->identity);
    for (const Track& track : visible) {
        if (track.misses > 0) continue;
        std::set<int>& beside = beside_[track.id];
        beside.insert(inPicture.begin(), inPicture.end());
        const auto name = names_.find(track.id);
        if (name == names_.end()) continue;
        beside.erase(name->second.identity);
        if (beside.size() == name->second.told) continue;
        name->second.told = beside.size();
        for (const int identity : beside)
            gallery_->noteTogether({name->second.identity, identity});
    }
}

/// @returns somebody who was known before whoever was enrolled by this track, and is the same person.
std::optional<Match> PersonNaming::whoElse(const Track& track) const {
    const Name* const name = of(track.id);
    if (!name || !name->enrolled || track.framesSinceDetection > 0 || track.detections % identifyAfter_ != 0) return {};
    if (!gallery_->nameOf(name->identity).empty()) return {};
    std::set<int> others = gallery_->seenWith(name->identity);
    others.insert(name->identity);
    if (const auto beside = beside_.find(track.id); beside != beside_.end())
        for (const int identity : beside->second)
            others.insert(gallery_->current(identity));
    const Verdict verdict = gallery_->identify(track.embedding, others);
    const double surely = SURELY_SHARE * *gallery_->options().acceptDistance;
    const bool isSure = verdict.answer == Answer::Known && verdict.match->distance <= surely;
    return isSure && verdict.match->identity < name->identity ? verdict.match : std::nullopt;
}

std::vector<int> PersonNaming::nameNew(const std::vector<Track>& visible, const Scene& scene, Embedder& embedder) {
    std::vector<int> superseded;
    std::vector<Track> nameless;
    followMerges();
    noteBeside(visible);
    for (const Track& track : visible) {
        if (const std::optional<Match> older = whoElse(track)) {
            const int newer = of(track.id)->identity;
            gallery_->merge(older->identity, newer);
            if (gallery_->current(newer) != newer) {
                names_.erase(track.id);
                if (const auto waiting = recognize(track, *older)) superseded.push_back(*waiting);
                followMerges();
            }
        }
        // Any head may be anybody's: who has just come into the picture, or stands behind somebody, waits a while.
        if ((isSeen(track) || hasWaited(track, RECOGNIZE_WAIT)) && !of(track.id)) nameless.push_back(track);
    }
    // The surest match first: of two people who come at once the likelier one gets the identity. People of the same
    // frame are not enrolled before everybody had the chance to be recognized. Who is undecided waits: the next
    // detections or a rival's identity may decide it.
    while (!nameless.empty()) {
        std::vector<Verdict> verdicts;
        verdicts.reserve(nameless.size());
        for (const Track& track : nameless)
            verdicts.push_back(gallery_->identify(track.embedding, seenBeside(track, visible)));
        const auto rank = [](const Verdict& verdict) {
            return verdict.answer == Answer::Known ? verdict.match->distance
                   : verdict.answer == Answer::New ? std::numeric_limits<double>::max()
                                                   : std::numeric_limits<double>::infinity();
        };
        const auto surest = std::min_element(verdicts.begin(), verdicts.end(),
                                             [&](const Verdict& a, const Verdict& b) { return rank(a) < rank(b); });
        if (surest->answer == Answer::Undecided) break;
        const auto track = nameless.begin() + (surest - verdicts.begin());
        if (surest->answer == Answer::Known) {
            if (const auto waiting = recognize(*track, *surest->match)) superseded.push_back(*waiting);
        } else if (isSeen(*track) || hasWaited(*track, ENROLL_WAIT)) {
            enroll(*track, scene, embedder);
        }
        if (const Name* const name = of(track->id)) gallery_->countVisit(name->identity, scene.sighting);
        nameless.erase(track);
    }
    noteBeside(visible);
    return superseded;
}

void PersonNaming::learn(const std::vector<Seen>& seen, const Scene& scene) {
    const cv::Size frame = scene.frame.size();
    const GalleryOptions& options = gallery_->options();
    const double pictureDistance = *options.acceptDistance / thresholdShare(options.query);  // it is one look
    for (const Seen& one : seen) {
        const Name* const name = of(one.track.id);
        if (!name) continue;
        const cv::Rect2f inside = cutAtFrame(one.track.box, frame);
        if (!one.track.clean || coveredShare(one.track.box, inside) < CLEAN_VISIBLE_SHARE) continue;
        // A track that slipped to another person must not spoil the identity, nor a view that anybody could have.
        const std::optional<Match> match = gallery_->nearest(one.appearance.embedding);
        if (match && match->identity == name->identity && match->distance <= pictureDistance) {
            gallery_->add(name->identity, viewOf(one.appearance, scene, inside));
        }
    }
}

const PersonNaming::Name* PersonNaming::of(int track) const {
    const auto found = names_.find(track);
    return found != names_.end() ? &found->second : nullptr;
}

void PersonNaming::keepOnly(const std::set<int>& tracks) {
    reid::keepOnly(tracks, names_);
    reid::keepOnly(tracks, beside_);
}

}  // namespace reid

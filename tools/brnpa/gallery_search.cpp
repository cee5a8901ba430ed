#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <opencv2/brnpa/overlay.hpp>

#include "clock_text.hpp"
#include "gallery_actions.hpp"
#include "gallery_looks.hpp"
#include "gallery_words.hpp"
#include "picture_embedding.hpp"
#include "picture_file.hpp"
#include "reid/person_painter.hpp"
#include "text_table.hpp"

namespace {

using reid::Answer;
using reid::LastingGallery;

constexpr const char* POSSIBLE = "possible";
/// One line of the answer.
struct Found {
    LastingGallery::Hit hit;
    reid::KnownPerson person;
    bool isWithin;  ///< the accept distance
};

struct Findings {
    reid::View query;
    reid::Verdict verdict;
    double threshold;
    std::vector<Found> people;  ///< nearest first
};

/// Only the nearest is the person; who else is within the threshold might have been.
std::string verdictOf(const Found& found, const Findings& findings) {
    if (!found.isWithin) return "different";
    if (findings.verdict.answer == Answer::Undecided) return "undecided";
    return found.hit.identity == findings.verdict.match->identity ? "same person" : POSSIBLE;
}

const cv::Scalar& colorOf(const Found& found, const Findings& findings) {
    if (!found.isWithin) return GRAY;
    return verdictOf(found, findings) == "same person" ? GREEN : AMBER;
}

std::string answerText(const Findings& findings) {
    if (findings.people.empty()) return "The gallery is empty.";
    const Found& best = findings.people.front();
    const std::string who = "identity " + personText(best.person.identity, best.person.name);
    switch (findings.verdict.answer) {
        case Answer::Known:
            return fmt::format("This is {}, distance {:.3f}.", who, best.hit.distance);
        case Answer::Undecided:
            return fmt::format("Undecided: {} and the next are as near as {:.3f} and {:.3f}.", who, best.hit.distance,
                               findings.verdict.match->runnerUp.value());
        case Answer::New:
            return fmt::format("Nobody in the gallery: the nearest is {}, distance {:.3f}.", who, best.hit.distance);
    }
    return "";
}

const char* answerWord(Answer answer) {
    return answer == Answer::Known ? "known" : answer == Answer::New ? "new" : "undecided";
}

Findings findIn(const LastingGallery& gallery, const GalleryRequest& request, reid::Embedder& embedder) {
    Findings findings{
        viewOfPicture(embedder, readPictureOfPerson(request.image)), {}, *gallery.options().acceptDistance, {}};
    findings.verdict = gallery.identify(findings.query.embedding);
    for (const LastingGallery::Hit& hit : gallery.search(findings.query.embedding, static_cast<size_t>(request.top))) {
        findings.people.push_back({hit, gallery.person(hit.identity), hit.distance <= findings.threshold});
    }
    return findings;
}

ContactSheet sheetOf(const Findings& findings, const LastingGallery& gallery, const GalleryRequest& request) {
    ContactSheet sheet;
    sheet.title = answerText(findings);
    sheet.subtitle = fmt::format("{} compared with {} people of {}; model {}",
                                 std::filesystem::path(request.image).filename().string(), gallery.size(),
                                 std::filesystem::path(request.gallery).filename().string(), gallery.model().name);
    sheet.threshold = findings.threshold;
    sheet.parts = findings.query.saliency.size[0];
    SheetCard query;
    query.picture = findings.query.picture;
    query.painted = findings.query.picture.clone();
    cv::brnpa::AttentionOverlay(reid::PersonPainter::videoOverlay())
        .apply(query.painted, findings.query.saliency, cv::noArray(), query.painted);
    query.title = "Who is this?";
    query.color = cv::Scalar(45, 40, 36);
    query.notes = {std::filesystem::path(request.image).filename().string()};
    sheet.query = std::move(query);
    int rank = 0;
    for (const Found& found : findings.people) {
        SheetCard card = cardOf(gallery.exemplar(found.hit.exemplar));
        card.title = fmt::format("{}.  ID {}  {}", ++rank, found.person.identity, found.person.name);
        card.distance = found.hit.distance;
        card.verdict = verdictOf(found, findings);
        card.verdictColor = colorOf(found, findings);
        card.notes = {"seen " + localTime(lastSeenMs(found.person)), "cameras: " + cameraText(found.person)};
        sheet.cards.push_back(std::move(card));
    }
    return sheet;
}

nlohmann::ordered_json toJson(const Findings& findings) {
    nlohmann::ordered_json people = nlohmann::ordered_json::array();
    for (const Found& found : findings.people) {
        nlohmann::ordered_json entry = ::toJson(found.person);
        entry["distance"] = found.hit.distance;
        entry["verdict"] = verdictOf(found, findings);
        entry["nearest_picture"] = found.hit.exemplar;
        people.push_back(std::move(entry));
    }
    return {{"answer", answerWord(findings.verdict.answer)}, {"threshold", findings.threshold}, {"people", people}};
}

void print(const Findings& findings, std::ostream& out) {
    TextTable table({"RANK", "ID", "NAME", "DISTANCE", "VERDICT", "LAST SEEN", "CAMERAS"});
    int rank = 0;
    for (const Found& found : findings.people) {
        table.add({std::to_string(++rank), std::to_string(found.person.identity),
                   found.person.name.empty() ? "-" : found.person.name, fmt::format("{:.3f}", found.hit.distance),
                   verdictOf(found, findings), localTime(lastSeenMs(found.person)), cameraText(found.person)});
    }
    table.print(out);
    const auto isPossible = [&](const Found& found) { return verdictOf(found, findings) == POSSIBLE; };
    if (std::any_of(findings.people.begin(), findings.people.end(), isPossible))
        out << "Possible: within the threshold as well, but farther than somebody else.\n";
    out << fmt::format("{} The threshold is {:.3f}.", answerText(findings), findings.threshold) << std::endl;
}

}  // namespace

void searchPerson(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const reid::ModelFolder folder = reid::ModelFolder::load(request.model);
    const LastingGallery gallery = galleryToCompare(request, folder);
    reid::Embedder embedder(folder);
    const Findings findings = findIn(gallery, request, embedder);
    if (!request.sheet.empty()) writePicture(request.sheet, draw(sheetOf(findings, gallery, request)));
    if (request.json) {
        out << toJson(findings).dump(2) << std::endl;
        return;
    }
    print(findings, out);
    if (!request.sheet.empty()) out << "Contact sheet in " << request.sheet << "." << std::endl;
}

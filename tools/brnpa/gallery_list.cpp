#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "clock_text.hpp"
#include "gallery_actions.hpp"
#include "gallery_looks.hpp"
#include "gallery_words.hpp"
#include "picture_file.hpp"
#include "text_table.hpp"

namespace {

using reid::LastingGallery;

nlohmann::ordered_json toJson(const reid::Exemplar& exemplar) {
    return {{"picture", exemplar.number},
            {"camera", exemplar.sighting.camera},
            {"time", isoTime(exemplar.sighting.timeMs)},
            {"attention", !exemplar.saliency.empty()}};
}

ContactSheet sheetOf(const reid::KnownPerson& person, const std::vector<reid::Exemplar>& exemplars) {
    ContactSheet sheet;
    sheet.title = "Identity " + personText(person.identity, person.name);
    sheet.subtitle = fmt::format("{} pictures; seen from {} to {}; cameras: {}", person.exemplars,
                                 localTime(firstSeenMs(person)), localTime(lastSeenMs(person)), cameraText(person));
    for (const reid::Exemplar& exemplar : exemplars) {
        SheetCard card = cardOf(exemplar);
        card.title = fmt::format("picture {}", exemplar.number);
        sheet.cards.push_back(std::move(card));
        if (!exemplar.saliency.empty()) sheet.parts = exemplar.saliency.size[0];
    }
    return sheet;
}

}  // namespace

void listPeople(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const LastingGallery gallery(request.gallery, LastingGallery::Access::Read);
    const std::vector<reid::KnownPerson> people = gallery.people();
    if (request.json) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const reid::KnownPerson& person : people)
            list.push_back(toJson(person));
        out << nlohmann::ordered_json{{"gallery", request.gallery}, {"model", gallery.model().name}, {"people", list}}
                   .dump(2)
            << std::endl;
        return;
    }
    TextTable table({"ID", "NAME", "PICTURES", "VISITS", "FIRST SEEN", "LAST SEEN", "CAMERAS"});
    for (const reid::KnownPerson& person : people) {
        table.add({std::to_string(person.identity), person.name.empty() ? "-" : person.name,
                   std::to_string(person.exemplars), std::to_string(visits(person)), localTime(firstSeenMs(person)),
                   localTime(lastSeenMs(person)), cameraText(person)});
    }
    table.print(out);
}

void showPerson(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const LastingGallery gallery(request.gallery, LastingGallery::Access::Read);
    const reid::KnownPerson person = gallery.person(personMeant(gallery, request.person));
    const std::vector<reid::Exemplar> exemplars = gallery.exemplarsOf(person.identity);
    if (!request.sheet.empty()) writePicture(request.sheet, draw(sheetOf(person, exemplars)));
    if (request.json) {
        nlohmann::ordered_json json = toJson(person);
        json["exemplars"] = nlohmann::ordered_json::array();
        for (const reid::Exemplar& exemplar : exemplars)
            json["exemplars"].push_back(toJson(exemplar));
        out << json.dump(2) << std::endl;
        return;
    }
    out << fmt::format("Identity {}\n\n", personText(person.identity, person.name));
    TextTable cameras({"CAMERA", "VISITS", "FIRST SEEN", "LAST SEEN"});
    for (const reid::CameraSightings& seen : person.cameras) {
        cameras.add({seen.camera.empty() ? "-" : seen.camera, std::to_string(seen.visits), localTime(seen.firstMs),
                     localTime(seen.lastMs)});
    }
    cameras.print(out);
    out << "\n";
    TextTable pictures({"PICTURE", "CAMERA", "TAKEN"});
    for (const reid::Exemplar& exemplar : exemplars) {
        pictures.add({std::to_string(exemplar.number),
                      exemplar.sighting.camera.empty() ? "-" : exemplar.sighting.camera,
                      localTime(exemplar.sighting.timeMs)});
    }
    pictures.print(out);
    if (!request.sheet.empty()) out << "Contact sheet in " << request.sheet << "." << std::endl;
}

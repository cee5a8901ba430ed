#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "gallery_actions.hpp"
#include "gallery_looks.hpp"
#include "picture_file.hpp"
#include "text_table.hpp"

namespace {

using reid::LastingGallery;

constexpr const char* PERHAPS = "perhaps one";
constexpr size_t NEIGHBORS = 5;  ///< people that a picture is compared with, itself among them

/// Two people of whom pictures are near each other.
struct Pair {
    int one, other;      ///< identities, the smaller first
    double distance;     ///< between the nearest two pictures
    int64_t oneNearest;  ///< numbers of these pictures
    int64_t otherNearest;
    size_t within = 0, pictures = 0;  ///< of both, that would be taken for the other; and all
    bool together = false;            ///< a camera saw both at once: they are two
};

/// Where and when a camera took each picture of a person.
using Moments = std::set<std::pair<std::string, int64_t>>;

Moments momentsOf(const std::vector<reid::Exemplar>& exemplars) {
    Moments moments;
    for (const reid::Exemplar& exemplar : exemplars)
        if (!exemplar.sighting.camera.empty()) moments.emplace(exemplar.sighting.camera, exemplar.sighting.timeMs);
    return moments;
}

bool haveOneInCommon(const Moments& a, const Moments& b) {
    return std::any_of(a.begin(), a.end(), [&](const auto& moment) { return b.count(moment) != 0; });
}

bool isLikelier(const Pair& a, const Pair& b) {
    const auto share = [](const Pair& pair) { return static_cast<double>(pair.within) / pair.pictures; };
    if (a.together != b.together) return b.together;
    return share(a) != share(b) ? share(a) > share(b) : a.distance < b.distance;
}

/// @returns the likeliest first.
std::vector<Pair> pairsOf(const LastingGallery& gallery, double threshold) {
    std::map<std::pair<int, int>, Pair> pairs;
    std::map<int, Moments> moments;
    std::map<int, size_t> pictures;
    for (const reid::KnownPerson& person : gallery.people()) {
        const std::vector<reid::Exemplar> exemplars = gallery.exemplarsOf(person.identity);
        moments[person.identity] = momentsOf(exemplars);
        pictures[person.identity] = exemplars.size();
        for (const reid::Exemplar& exemplar : exemplars) {
            for (const LastingGallery::Hit& hit : gallery.search(exemplar.embedding, NEIGHBORS)) {
                if (hit.identity == person.identity) continue;
                const bool isFirst = person.identity < hit.identity;
                const auto key = std::minmax(person.identity, hit.identity);
                const Pair fresh{key.first, key.second, hit.distance, isFirst ? exemplar.number : hit.exemplar,
                                 isFirst ? hit.exemplar : exemplar.number};
                Pair& pair = pairs.try_emplace(key, fresh).first->second;
                if (hit.distance < pair.distance) {
                    pair.distance = fresh.distance;
                    pair.oneNearest = fresh.oneNearest;
                    pair.otherNearest = fresh.otherNearest;
                }
                if (hit.distance <= threshold) ++pair.within;
            }
        }
    }
    std::vector<Pair> sorted;
    for (auto& [key, pair] : pairs) {
        pair.pictures = pictures[pair.one] + pictures[pair.other];
        pair.together = haveOneInCommon(moments[pair.one], moments[pair.other]);
        sorted.push_back(pair);
    }
    std::sort(sorted.begin(), sorted.end(), isLikelier);
    return sorted;
}

std::string verdictOf(const Pair& pair) {
    if (pair.together) return "seen together";
    return pair.within > 0 ? PERHAPS : "two people";
}

SheetCard titledCard(const LastingGallery& gallery, const reid::Exemplar& exemplar) {
    SheetCard card = cardOf(exemplar);
    card.title = fmt::format("ID {}  {}", exemplar.identity, gallery.nameOf(exemplar.identity));
    return card;
}

ContactSheet sheetOf(const LastingGallery& gallery, const std::vector<Pair>& pairs, double threshold) {
    ContactSheet sheet;
    sheet.title = "Who may be one person";
    sheet.subtitle = fmt::format("The nearest two pictures of each pair of people in {}; model {}",
                                 std::filesystem::path(gallery.path()).filename().string(), gallery.model().name);
    sheet.threshold = threshold;
    sheet.mostColumns = 4;  // two pairs
    for (const Pair& pair : pairs) {
        const reid::Exemplar one = gallery.exemplar(pair.oneNearest);
        sheet.cards.push_back(titledCard(gallery, one));
        SheetCard other = titledCard(gallery, gallery.exemplar(pair.otherNearest));
        other.distance = pair.distance;
        other.verdict = verdictOf(pair);
        other.verdictColor = verdictOf(pair) == PERHAPS ? AMBER : GRAY;
        sheet.cards.push_back(std::move(other));
        if (!one.saliency.empty()) sheet.parts = one.saliency.size[0];
    }
    return sheet;
}

nlohmann::ordered_json toJson(const std::vector<Pair>& pairs, double threshold) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Pair& pair : pairs) {
        list.push_back({{"identities", {pair.one, pair.other}},
                        {"nearest_pictures", {pair.oneNearest, pair.otherNearest}},
                        {"distance", pair.distance},
                        {"pictures", pair.pictures},
                        {"within_threshold", pair.within},
                        {"verdict", verdictOf(pair)}});
    }
    return {{"threshold", threshold}, {"pairs", list}};
}

/// @param likely pairs within the threshold, listed or not.
void print(const LastingGallery& gallery, const std::vector<Pair>& pairs, int64_t likely, double threshold,
           std::ostream& out) {
    TextTable table({"PEOPLE", "NAMES", "NEAREST", "PICTURES WITHIN", "VERDICT"});
    const auto nameOf = [&](int identity) {
        const std::string name = gallery.nameOf(identity);
        return name.empty() ? "-" : name;
    };
    for (const Pair& pair : pairs) {
        table.add({fmt::format("{} {}", pair.one, pair.other),
                   fmt::format("{}, {}", nameOf(pair.one), nameOf(pair.other)), fmt::format("{:.3f}", pair.distance),
                   fmt::format("{} of {}", pair.within, pair.pictures), verdictOf(pair)});
    }
    table.print(out);
    out << fmt::format("{} within the threshold of {:.3f}{}\n",
                       likely == 1 ? "1 pair is" : fmt::format("{} pairs are", likely), threshold,
                       likely > 0 ? fmt::format("; brnpa gallery merge \"{}\" {} {} makes the first one person.",
                                                gallery.path(), pairs.front().one, pairs.front().other)
                                  : ".");
}

}  // namespace

void listAlike(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const LastingGallery gallery = galleryToCompare(request, reid::ModelFolder::load(request.model));
    const double threshold = *gallery.options().acceptDistance;
    std::vector<Pair> pairs = pairsOf(gallery, threshold);
    const int64_t likely =
        std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) { return verdictOf(pair) == PERHAPS; });
    pairs.resize(std::min(pairs.size(), static_cast<size_t>(request.top)));
    if (!request.sheet.empty()) writePicture(request.sheet, draw(sheetOf(gallery, pairs, threshold)));
    if (request.json) {
        out << toJson(pairs, threshold).dump(2) << std::endl;
        return;
    }
    print(gallery, pairs, likely, threshold, out);
    if (!request.sheet.empty()) out << "Contact sheet in " << request.sheet << "." << std::endl;
}

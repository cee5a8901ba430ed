#include "gallery_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "clock_text.hpp"
#include "reid/errors.hpp"

namespace {

constexpr const char* NUMBER_MARK = "id:";

std::optional<int> numberIn(const std::string& text) {
    int number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool isKnown(const reid::LastingGallery& gallery, int identity) {
    const auto people = gallery.people();
    return std::any_of(people.begin(), people.end(), [&](const auto& one) { return one.identity == identity; });
}

}  // namespace

int personMeant(const reid::LastingGallery& gallery, const std::string& who) {
    const bool isMarked = who.rfind(NUMBER_MARK, 0) == 0;
    const std::optional<int> number = numberIn(isMarked ? who.substr(3) : who);
    std::vector<int> meant;
    if (!isMarked && !who.empty()) meant = gallery.identitiesNamed(who);
    if (number && isKnown(gallery, *number) && std::find(meant.begin(), meant.end(), *number) == meant.end())
        meant.push_back(*number);
    if (meant.empty())
        throw reid::InputError(
            fmt::format("Nobody in the gallery {} has the number or name {}; brnpa gallery list shows who is there.",
                        gallery.path(), who));
    if (meant.size() == 1) return meant.front();
    std::string choices;
    for (int identity : meant)
        choices += fmt::format("{}{}{}", choices.empty() ? "" : " or ", NUMBER_MARK, identity);
    throw reid::InputError(
        fmt::format("{} may be several people of the gallery {}; say {}.", who, gallery.path(), choices));
}

void requireReadableName(const std::string& name) {
    const bool hasControls = std::any_of(name.begin(), name.end(), [](unsigned char byte) { return byte < 0x20; });
    bool isText = true;
    try {
        nlohmann::json(name).dump();
    } catch (const nlohmann::json::type_error&) {
        isText = false;
    }
    if (hasControls || !isText)
        throw reid::InputError(
            fmt::format("The name {} cannot be used; one line of UTF-8 text is needed.",
                        nlohmann::json(name).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
}

std::string personText(int identity, const std::string& name) {
    return name.empty() ? std::to_string(identity) : fmt::format("{} ({})", identity, name);
}

std::string cameraText(const reid::KnownPerson& person) {
    std::string text;
    for (const reid::CameraSightings& seen : person.cameras) {
        if (!seen.camera.empty()) text += (text.empty() ? "" : ", ") + seen.camera;
    }
    return text.empty() ? "-" : text;
}

int64_t lastSeenMs(const reid::KnownPerson& person) {
    if (person.cameras.empty()) return person.enrolledMs;
    int64_t last = person.cameras.front().lastMs;
    for (const reid::CameraSightings& seen : person.cameras)
        last = std::max(last, seen.lastMs);
    return last;
}

int64_t firstSeenMs(const reid::KnownPerson& person) {
    if (person.cameras.empty()) return person.enrolledMs;
    int64_t first = person.cameras.front().firstMs;
    for (const reid::CameraSightings& seen : person.cameras)
        first = std::min(first, seen.firstMs);
    return first;
}

int64_t visits(const reid::KnownPerson& person) {
    int64_t count = 0;
    for (const reid::CameraSightings& seen : person.cameras)
        count += seen.visits;
    return count;
}

nlohmann::ordered_json toJson(const reid::KnownPerson& person) {
    nlohmann::ordered_json cameras = nlohmann::ordered_json::array();
    for (const reid::CameraSightings& seen : person.cameras) {
        cameras.push_back({{"camera", seen.camera},
                           {"first_seen", isoTime(seen.firstMs)},
                           {"last_seen", isoTime(seen.lastMs)},
                           {"visits", seen.visits}});
    }
    return {{"identity", person.identity},
            {"name", person.name.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(person.name)},
            {"pictures", person.exemplars},
            {"first_seen", isoTime(firstSeenMs(person))},
            {"last_seen", isoTime(lastSeenMs(person))},
            {"visits", visits(person)},
            {"cameras", cameras}};
}

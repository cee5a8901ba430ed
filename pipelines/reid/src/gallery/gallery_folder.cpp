#include "reid/gallery_folder.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "gallery/gallery_json.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"
#include "reid/threshold_list.hpp"
#include "threshold_json.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

constexpr const char* INDEX = "gallery.json";
constexpr size_t LONGEST_NAME = 40;      // characters of a name that a folder repeats
constexpr double SAME_EMBEDDING = 1e-5;  // distance that is left by rounding
constexpr size_t MOST_TWINS = 16;        // people of a gallery who have the same picture

/// Up to so many characters of UTF-8, none of them cut.
std::string beginningOf(const std::string& text, size_t characters) {
    size_t end = 0;
    for (; end < text.size(); ++end) {
        const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
        if (begins && characters-- == 0) break;
    }
    return text.substr(0, end);
}

/// For example "0007-Anna Smith".
std::string folderOf(const KnownPerson& person) {
    std::string folder = cv::format("%04d", person.identity);
    if (!person.name.empty()) folder += "-" + beginningOf(person.name, LONGEST_NAME);
    std::replace_if(
        folder.begin(), folder.end(),
        [](unsigned char c) { return c < 0x20 || c == 0x7F || std::strchr("/\\:*?\"<>|", c); }, '-');
    return folder;
}

/// Numbers from 1 in the order of their names; 0 for those without a name.
std::map<std::string, int> numberedCameras(const std::vector<KnownPerson>& people, const LastingGallery& gallery) {
    std::map<std::string, int> numbers;
    for (const KnownPerson& person : people) {
        for (const Exemplar& exemplar : gallery.exemplarsOf(person.identity))
            numbers[exemplar.sighting.camera] = 0;
    }
    int next = 1;
    for (auto& [camera, number] : numbers)
        number = camera.empty() ? 0 : next++;
    return numbers;
}

void writeBytes(const fs::path& path, const std::vector<uchar>& bytes) {
    AtomicFile file(path.string());
    file.stream().write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.commit();
}

/// @param whole the export that it belongs to, for the sentence.
void makeFolder(const fs::path& path, const std::string& whole) {
    std::error_code failure;
    fs::create_directories(path, failure);
    if (failure) throw ResourceError("The folder \"" + whole + "\" cannot be made: " + failure.message() + ".");
}

nlohmann::ordered_json writePerson(const KnownPerson& person, const LastingGallery& gallery,
                                   const std::map<std::string, int>& cameras, const fs::path& root) {
    const std::string folder = folderOf(person);
    makeFolder(root / folder, root.string());
    nlohmann::ordered_json seen = nlohmann::ordered_json::array(), exemplars = nlohmann::ordered_json::array();
    for (const CameraSightings& sightings : person.cameras)
        seen.push_back(toJson(sightings));
    for (const Exemplar& exemplar : gallery.exemplarsOf(person.identity)) {
        std::string file;
        if (!exemplar.picture.empty()) {
            file = folder + cv::format("/%06lld_c%d.jpg", static_cast<long long>(exemplar.number),
                                       cameras.at(exemplar.sighting.camera));
            writeBytes(root / file, exemplar.picture);
        }
        exemplars.push_back(toJson(exemplar, file));
    }
    return {{"identity", person.identity},
            {"name", person.name},
            {"enrolled_ms", person.enrolledMs},
            {"cameras", seen},
            {"exemplars", exemplars}};
}

nlohmann::json readIndex(const std::string& folder) {
    const std::string path = (fs::path(folder) / INDEX).string();
    std::ifstream file(path);
    if (!file)
        throw InputError("The folder \"" + folder + "\" has no readable " + INDEX +
                         "; one that brnpa gallery export made is needed.");
    nlohmann::json index = nlohmann::json::parse(file, nullptr, false);
    if (index.is_discarded()) throw InputError("The file \"" + path + "\" is not JSON.");
    const JsonFields root(index, path);
    if (root.positiveInteger("schema_version") != EXPORT_SCHEMA_VERSION)
        root.refuse("schema_version", std::to_string(EXPORT_SCHEMA_VERSION));
    return index;
}

std::vector<uchar> readPicture(const std::string& folder, const std::string& file) {
    const fs::path inside = fs::path(file).lexically_normal();
    const std::string path = (fs::path(folder) / inside).string();
    // What an export names lies in it: a gallery from elsewhere must not fetch other files of this machine.
    if (inside.is_absolute() || *inside.begin() == "..")
        throw InputError("The picture \"" + file + "\" lies outside the folder \"" + folder + "\".");
    std::ifstream stream(path, std::ios::binary);
    std::vector<uchar> bytes{std::istreambuf_iterator<char>(stream), {}};
    if (bytes.empty()) throw InputError("The picture \"" + path + "\" cannot be read; " + INDEX + " names it.");
    return bytes;
}

/// Whether one of these people has all of the exemplars.
bool isThere(const LastingGallery& gallery, const std::set<int>& people, const std::vector<Exemplar>& exemplars) {
    if (exemplars.empty()) return false;
    const std::vector<LastingGallery::Hit> hits = gallery.search(exemplars.front().embedding, MOST_TWINS);
    return std::any_of(hits.begin(), hits.end(), [&](const LastingGallery::Hit& hit) {
        return people.count(hit.identity) != 0 &&
               std::all_of(exemplars.begin(), exemplars.end(), [&](const Exemplar& one) {
                   return gallery.distanceTo(hit.identity, one.embedding) < SAME_EMBEDDING;
               });
    });
}

}  // namespace

void exportGallery(const LastingGallery& gallery, const std::string& folder) {
    // "people/" is the folder "people".
    const fs::path given(folder), path = given.has_filename() ? given : given.parent_path();
    std::error_code failure;
    if (fs::exists(path, failure)) throw InputError("\"" + folder + "\" is there already; name a folder that is not.");
    const fs::path unfinished = path.parent_path() / ("." + path.filename().string() + ".unfinished");
    fs::remove_all(unfinished, failure);  // of a program that was killed
    try {
        makeFolder(unfinished, folder);
        const std::vector<KnownPerson> people = gallery.people();
        const std::map<std::string, int> cameras = numberedCameras(people, gallery);
        nlohmann::ordered_json index = {{"schema_version", EXPORT_SCHEMA_VERSION},
                                        {"model", toJson(gallery.model())},
                                        {"thresholds", toJson(gallery.thresholds())},
                                        {"people", nlohmann::ordered_json::array()}};
        for (const KnownPerson& person : people)
            index["people"].push_back(writePerson(person, gallery, cameras, unfinished));
        const std::string text = index.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        writeBytes(unfinished / INDEX, std::vector<uchar>(text.begin(), text.end()));
        fs::rename(unfinished, path, failure);
        if (failure) throw ResourceError("The folder \"" + folder + "\" cannot be made: " + failure.message() + ".");
    } catch (...) {
        fs::remove_all(unfinished, failure);
        throw;
    }
}

GalleryModel modelOfExport(const std::string& folder) {
    const nlohmann::json index = readIndex(folder);
    return modelIn(JsonFields(index, (fs::path(folder) / INDEX).string()).object("model"));
}

std::map<std::string, std::string> namesInExport(const std::string& folder) {
    std::error_code ignored;
    if (!fs::exists(fs::path(folder) / INDEX, ignored)) return {};
    const nlohmann::json index = readIndex(folder);
    std::map<std::string, std::string> names;
    for (const JsonFields& person : JsonFields(index, (fs::path(folder) / INDEX).string()).objects("people")) {
        for (const JsonFields& exemplar : person.objects("exemplars")) {
            const fs::path file = exemplar.textOrEmpty("file");
            if (file.has_parent_path()) names[file.parent_path().string()] = person.textOrEmpty("name");
        }
    }
    return names;
}

ImportCounts importGallery(LastingGallery& gallery, const std::string& folder) {
    const nlohmann::json index = readIndex(folder);
    const JsonFields root(index, (fs::path(folder) / INDEX).string());
    const GalleryModel model = modelIn(root.object("model"));
    if (model.sha256 != gallery.model().sha256)
        throw InputError("The folder \"" + folder + "\" holds embeddings of the model " + model.name +
                         ", and the gallery \"" + gallery.path() + "\" of " + gallery.model().name +
                         " or another version of it; import into a new gallery.");
    ImportCounts counts;
    std::set<int> before;
    for (const KnownPerson& person : gallery.people())
        before.insert(person.identity);
    gallery.atomically([&] {
        // A gallery that has people of its own was measured on them, or was not.
        if (gallery.size() == 0 && root.has("thresholds")) gallery.setThresholds(readThresholds(root));
        for (const JsonFields& fields : root.objects("people")) {
            KnownPerson person;
            person.identity = fields.positiveInteger("identity");
            person.name = fields.textOrEmpty("name");
            person.enrolledMs = millisecondsIn(fields, "enrolled_ms");
            for (const JsonFields& seen : fields.objects("cameras"))
                person.cameras.push_back(sightingsIn(seen));
            std::vector<Exemplar> exemplars;
            for (const JsonFields& one : fields.objects("exemplars")) {
                exemplars.push_back(exemplarIn(one, model.embeddingSize));
                const std::string file = one.textOrEmpty("file");
                if (!file.empty()) exemplars.back().picture = readPicture(folder, file);
            }
            if (isThere(gallery, before, exemplars)) {
                ++counts.known;
                continue;
            }
            gallery.restore(person, exemplars);
            ++counts.added;
        }
    });
    return counts;
}

}  // namespace reid

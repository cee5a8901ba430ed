#include "stream_checks.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

#include "folder_walk.hpp"
#include "live_source.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"
#include "reid/record_journal.hpp"
#include "video/input_address.hpp"

namespace fs = std::filesystem;

namespace {

/// A file that a run reads or writes.
struct NamedFile {
    std::string what;  ///< for the one who gave it
    fs::path path;
};

constexpr const char* FILE_SCHEME = "file://";

/// Where a source is a file: its path.
std::optional<fs::path> fileOf(const std::string& address) {
    if (address.rfind(FILE_SCHEME, 0) == 0) return address.substr(std::string(FILE_SCHEME).size());
    if (LiveSource::isCamera(address) || video::isUri(address)) return std::nullopt;
    return address;
}

bool isSame(const fs::path& one, const fs::path& other) {
    std::error_code failure;
    if (fs::equivalent(one, other, failure)) return true;
    return wholePath(one) == wholePath(other);
}

void refuseMissing(const NamedSource& source) {
    const std::optional<fs::path> file = fileOf(source.address);
    if (!file || (source.address != *file && source.address.find('%') != std::string::npos)) return;  // escaped
    std::error_code ignored;
    const auto status = fs::status(*file, ignored);
    if (!fs::exists(status)) throw reid::InputError(fmt::format("There is no video file {}.", source.address));
    if (fs::is_directory(status))
        throw reid::InputError(fmt::format("{} is a folder; a video file is wanted.", source.address));
}

/// @param known files that have another use.
void refuseOtherUse(const NamedFile& written, const std::vector<NamedFile>& known) {
    for (const NamedFile& other : known) {
        if (isSame(written.path, other.path))
            throw reid::InputError(fmt::format("{} {} would overwrite {}; name another file.", written.what,
                                               written.path.string(), other.what));
    }
}

void refuseUnwritable(const std::string& statistics) {
    std::error_code ignored;
    const auto status = fs::status(statistics, ignored);
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw reid::InputError(
            fmt::format("{} is not a file; --statistics wants one, or - for the terminal.", statistics));
    reid::AtomicFile attempt(statistics);  // fails now, not after hours
}

}  // namespace

void refuseBeforeTheWork(const StreamOptions& options, const std::vector<NamedSource>& sources) {
    std::vector<NamedFile> known;
    for (const NamedSource& source : sources) {
        refuseMissing(source);
        if (const auto file = fileOf(source.address))
            known.push_back({fmt::format("the source {}", source.address), *file});
    }
    if (!options.people.gallery.empty()) known.push_back({"the gallery", options.people.gallery});
    if (!options.hls.empty()) {
        for (const NamedSource& source : sources)
            refuseOtherUse({"--hls: the file", fs::path(options.hls) / (source.name + ".m3u8")}, known);
    }
    if (!options.records.empty()) {
        const NamedFile records{"--records", options.records};
        refuseOtherUse(records, known);
        reid::RecordJournal::refuseOther(options.records);
        known.push_back({"the records", options.records});
    }
    if (!options.record.empty()) refuseOtherUse({"--record", options.record}, known);
    for (const std::string& folder : {options.hls, options.record}) {
        std::error_code ignored;
        if (!folder.empty() && fs::exists(folder, ignored) && !fs::is_directory(folder, ignored))
            throw reid::InputError(fmt::format("{} is a file; --record and --hls want folders.", folder));
    }
    if (options.statistics.empty() || options.statistics == "-") return;
    refuseOtherUse({"--statistics", options.statistics}, known);
    for (const std::string& folder : {options.hls, options.record}) {
        if (folder.empty()) continue;
        refuseOtherUse({"--statistics", options.statistics}, {{"a folder of films", folder}});
        std::error_code ignored;
        const fs::path parent = fs::absolute(options.statistics).parent_path();
        if (!fs::exists(parent, ignored) && isSame(parent, folder)) return;  // it will be made
    }
    refuseUnwritable(options.statistics);
}

#include "reid/record_journal.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <locale>

#include "json_text.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"
#include "reid/record.hpp"

namespace reid {

namespace {

constexpr auto SYNC_INTERVAL = std::chrono::seconds(1);

[[noreturn]] void fail(const std::string& path) {
    throw ResourceError("The records cannot be written into \"" + path + "\": " + std::strerror(errno) + ".");
}

void cutUnfinishedLine(const std::string& path) {
    std::error_code missing;
    auto length = static_cast<std::streamoff>(std::filesystem::file_size(path, missing));
    if (missing) return;
    std::ifstream file(path, std::ios::binary);
    const std::streamoff before = length;
    for (char last = 0; length > 0; --length) {
        file.seekg(length - 1);
        if (!file.get(last)) fail(path);
        if (last == '\n') break;
    }
    if (length < before) std::filesystem::resize_file(path, static_cast<uintmax_t>(length));
}

}  // namespace

RecordJournal::RecordJournal(std::string path) : path_(std::move(path)) {
    cutUnfinishedLine(path_);
    stream_.open(path_, std::ios::binary | std::ios::app);
    if (!stream_) fail(path_);
    stream_.imbue(std::locale::classic());
}

void RecordJournal::write(const std::string& camera, const std::string& time, int64_t frame, int64_t ptsNs,
                          const std::vector<Person>& people) {
    std::string ending = ",\"camera\":", lines;
    JsonText(ending).string(camera).raw(",\"time\":").string(time).raw("}\n");
    for (const Person& person : people) {
        appendRecord(lines, frame, ptsNs, person);
        lines.pop_back();  // the brace that the ending has
        lines += ending;
    }
    const std::lock_guard<std::mutex> guard(mutex_);
    stream_ << lines;
    if (std::chrono::steady_clock::now() - lastSync_ >= SYNC_INTERVAL) flush();
}

void RecordJournal::sync() {
    const std::lock_guard<std::mutex> guard(mutex_);
    flush();
}

void RecordJournal::flush() {
    if (!stream_.flush()) fail(path_);
    syncFile(path_);
    lastSync_ = std::chrono::steady_clock::now();
}

}  // namespace reid

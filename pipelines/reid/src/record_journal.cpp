#include "reid/record_journal.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <locale>
#include <string_view>

#include "json_text.hpp"
#include "reid/atomic_file.hpp"
#include "reid/errors.hpp"
#include "reid/record.hpp"

namespace reid {

namespace {

constexpr auto SYNC_INTERVAL = std::chrono::seconds(1);

/// How every record begins (appendRecord).
constexpr std::string_view BEGINNING = "{\"schema_version\":";

[[noreturn]] void cannotWrite(const std::string& path, int error) {
    throw ResourceError("The records cannot be written into \"" + path + "\": " + std::strerror(error) + ".");
}

/// Of an operation on a stream, which says by itself only that it failed.
int errorAfter() {
    return errno == 0 ? EIO : errno;
}

/// Bytes up to the end of the last whole line.
std::streamoff wholeLines(const std::string& path, std::streamoff length) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    for (char last = 0; length > 0; --length) {
        file.seekg(length - 1);
        if (!file.get(last)) cannotWrite(path, errorAfter());
        if (last == '\n') break;
    }
    return length;
}

}  // namespace

void RecordJournal::refuseOther(const std::string& path) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status)) return;
    if (!std::filesystem::is_regular_file(status))
        throw InputError("\"" + path + "\" is not a file; records are written into one.");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) cannotWrite(path, errorAfter());
    std::string first(BEGINNING.size(), '\0');
    file.read(first.data(), static_cast<std::streamsize>(first.size()));
    first.resize(static_cast<size_t>(file.gcount()));
    if (first != BEGINNING.substr(0, first.size()))
        throw InputError("The file \"" + path +
                         "\" holds something other than records and is left as it is; name a new file, or one of "
                         "records, which go on in it.");
}

RecordJournal::RecordJournal(std::string path) : path_(std::move(path)) {
    refuseOther(path_);
    std::error_code missing;
    const auto length = static_cast<std::streamoff>(std::filesystem::file_size(path_, missing));
    const std::streamoff whole = missing ? length : wholeLines(path_, length);
    std::error_code failure;
    if (whole < length) std::filesystem::resize_file(path_, static_cast<uintmax_t>(whole), failure);
    if (failure) cannotWrite(path_, failure.value());
    errno = 0;
    stream_.open(path_, std::ios::binary | std::ios::app);
    if (!stream_) cannotWrite(path_, errorAfter());
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
    errno = 0;
    stream_ << lines;
    if (!stream_) fail();
    if (std::chrono::steady_clock::now() - lastSync_ >= SYNC_INTERVAL) flush();
}

void RecordJournal::sync() {
    const std::lock_guard<std::mutex> guard(mutex_);
    flush();
}

void RecordJournal::fail() {
    if (error_ == 0) error_ = errorAfter();  // a stream that has failed once tries nothing more, and sets no errno
    cannotWrite(path_, error_);
}

void RecordJournal::flush() {
    errno = 0;
    if (!stream_.flush()) fail();
    syncFile(path_);
    lastSync_ = std::chrono::steady_clock::now();
}

}  // namespace reid

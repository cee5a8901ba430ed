#include "gallery/gallery_file.hpp"

#include <glib.h>
#include <sqlite3.h>

#include <filesystem>
#include <utility>

#include "reid/errors.hpp"

namespace reid {

namespace {

namespace fs = std::filesystem;

constexpr int BUSY_MS = 5000;               // how long a short lock of another program is waited for
constexpr int APPLICATION_ID = 0x62726e67;  // "brng" in the file's header says that it is a gallery
/// Whose an exemplar is, programs look up in memory: an index would be one more page to write for each enrolment.
/// Galleries from before have one, and their references are enforced by the programs from before.
constexpr const char* SCHEMA = R"(
CREATE TABLE model (
    name TEXT NOT NULL, sha256 TEXT NOT NULL, embedding_size INTEGER NOT NULL, metric TEXT NOT NULL);
CREATE TABLE identities (
    identity INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, enrolled_ms INTEGER NOT NULL);
CREATE TABLE sightings (
    identity INTEGER NOT NULL REFERENCES identities ON DELETE CASCADE, camera TEXT NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, visits INTEGER NOT NULL,
    PRIMARY KEY (identity, camera)) WITHOUT ROWID;
CREATE TABLE exemplars (
    exemplar INTEGER PRIMARY KEY AUTOINCREMENT, identity INTEGER NOT NULL REFERENCES identities ON DELETE CASCADE,
    camera TEXT NOT NULL, time_ms INTEGER NOT NULL, embedding BLOB NOT NULL,
    parts INTEGER NOT NULL, map_height INTEGER NOT NULL, map_width INTEGER NOT NULL, saliency BLOB NOT NULL,
    picture BLOB NOT NULL);
)";

/// Whoever may not write, or has no room to, cannot lay the files beside a gallery with which SQLite reads it.
bool mayBeForLackOfWriting(const SQLite::Exception& failure) {
    const int code = failure.getErrorCode();
    return code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_IOERR || code == SQLITE_FULL;
}

/// A path as SQLite takes one with parameters.
std::string uriOf(const std::string& absolute) {
    const std::unique_ptr<char, decltype(&g_free)> uri(g_filename_to_uri(absolute.c_str(), nullptr, nullptr), g_free);
    return uri.get();
}

}  // namespace

void failAsGallery(const std::string& path, const SQLite::Exception& failure) {
    const std::string gallery = "The gallery \"" + path + "\"";
    switch (failure.getErrorCode()) {
        case SQLITE_NOTADB:
            throw InputError("The file \"" + path + "\" is not a gallery; one that brnpa made is needed.");
        case SQLITE_CORRUPT:
            throw InputError(gallery + " is damaged: " + failure.what() + "; take a copy of it that is whole.");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw ResourceError(gallery + " is in use by another program; try again when that has ended.");
        default:
            throw ResourceError(gallery + " cannot be used: " + failure.what() + ".");
    }
}

GalleryFile::GalleryFile(std::string path, LastingGallery::Access access, const std::optional<GalleryModel>& model)
    : path_(std::move(path)) {
    std::error_code ignored;
    const bool writes = access == LastingGallery::Access::Write;
    const bool exists = fs::exists(path_, ignored);
    if (exists && !fs::is_regular_file(path_, ignored))
        throw InputError("\"" + path_ + "\" is not a file; a gallery is one.");
    if (!exists && !(writes && model))
        throw InputError("There is no gallery \"" + path_ + "\"; brnpa gallery enrol makes one.");
    if (writes) lock_ = std::make_unique<WriterLock>(path_);
    onGallery(path_, [&] {
        if (!writes) return openForReading();
        open(fs::absolute(path_).string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        if (model && isNew()) {
            create(*model);
        } else {
            refuseForeign();
        }
    });
}

void GalleryFile::openForReading() {
    // An absolute path has no other meaning than a file to SQLite.
    const std::string absolute = fs::absolute(path_).string();
    try {
        // For writing: the last one to close tidies the log away. query_only keeps it from more.
        open(absolute, SQLite::OPEN_READWRITE);
        refuseForeign();
    } catch (const SQLite::Exception& failure) {
        if (!mayBeForLackOfWriting(failure)) throw;
        // Without a log nobody has written since, and SQLite need not lay anything beside the file.
        std::error_code ignored;
        const bool hasLog = fs::exists(absolute + "-wal", ignored);
        open(hasLog ? absolute : uriOf(absolute) + "?immutable=1",
             SQLite::OPEN_READONLY | (hasLog ? 0 : SQLite::OPEN_URI));
        refuseForeign();
    }
    database_->exec("PRAGMA query_only = ON");
}

void GalleryFile::open(const std::string& name, int flags) {
    // One thread at a time uses it.
    database_ = std::make_unique<SQLite::Database>(name, flags | SQLite::OPEN_NOMUTEX, BUSY_MS);
    database_->exec("PRAGMA trusted_schema = OFF");
    database_->exec("PRAGMA secure_delete = ON");
    // A log that is synced only when it is written back: a killed program loses nothing by that, a power cut may lose
    // the last seconds but never the file.
    database_->exec("PRAGMA synchronous = NORMAL");
}

bool GalleryFile::isNew() {
    // Of a program that was killed while it made the gallery an empty file may be left.
    return database_->execAndGet("PRAGMA application_id").getInt() == 0 &&
           database_->execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
}

void GalleryFile::refuseForeign() {
    if (database_->execAndGet("PRAGMA application_id").getInt() != APPLICATION_ID)
        throw InputError("The file \"" + path_ + "\" is not a gallery; one that brnpa made is needed.");
    const int version = database_->execAndGet("PRAGMA user_version").getInt();
    if (version != SCHEMA_VERSION)
        throw InputError("The gallery \"" + path_ + "\" has schema version " + std::to_string(version) +
                         ", and this program knows version " + std::to_string(SCHEMA_VERSION) +
                         "; use the program that made it, or a newer one.");
}

void GalleryFile::create(const GalleryModel& model) {
    database_->execAndGet("PRAGMA journal_mode = WAL");
    SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    database_->exec(SCHEMA);
    SQLite::Statement statement(*database_, "INSERT INTO model VALUES (?, ?, ?, ?)");
    statement.bind(1, model.name);
    statement.bind(2, model.sha256);
    statement.bind(3, model.embeddingSize);
    statement.bind(4, model.metric == Metric::Cosine ? "cosine" : "euclidean");
    statement.exec();
    database_->exec("PRAGMA application_id = " + std::to_string(APPLICATION_ID));
    database_->exec("PRAGMA user_version = " + std::to_string(SCHEMA_VERSION));
    transaction.commit();
}

void GalleryFile::emptyLog() {
    SQLite::Statement checkpoint(*database_, "PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.executeStep();
    if (checkpoint.getColumn(0).getInt() == 0) return;
    throw ResourceError("A program that reads the gallery \"" + path_ +
                        "\" holds on to what was deleted; brnpa gallery compact removes the last traces when it has "
                        "ended.");
}

void GalleryFile::shred() {
    onGallery(path_, [&] {
        database_->exec("VACUUM");
        emptyLog();
    });
}

void GalleryFile::check() {
    const std::string answer =
        onGallery(path_, [&] { return database_->execAndGet("PRAGMA integrity_check(1)").getString(); });
    const bool hasStrays = onGallery(path_, [&] {
        SQLite::Statement strays(*database_, "PRAGMA foreign_key_check");
        return strays.executeStep();
    });
    if (answer != "ok" || hasStrays)
        throw InputError("The gallery \"" + path_ + "\" is damaged: " + (hasStrays ? "pictures of nobody" : answer) +
                         "; take a copy of it that is whole.");
}

}  // namespace reid

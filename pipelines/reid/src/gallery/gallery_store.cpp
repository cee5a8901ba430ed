#include "gallery/gallery_store.hpp"

#include <SQLiteCpp/VariadicBind.h>

#include <algorithm>
#include <cstring>

#include "reid/errors.hpp"

namespace reid {

namespace {

constexpr int USUAL_CACHE = -2000;       // KiB, as SQLite has it
constexpr int PAGES_WHILE_READING = 16;  // of the cache

template <typename Byte>
void bindBytes(SQLite::Statement& statement, int place, const Byte* bytes, size_t size) {
    // A null pointer would be stored as NULL, not as no bytes.
    statement.bindNoCopy(place, size > 0 ? static_cast<const void*>(bytes) : "", static_cast<int>(size));
}

void read(const SQLite::Column& column, Embedding& embedding) {
    const void* bytes = column.getBlob();  // before its size, as SQLite wants it
    embedding.resize(static_cast<size_t>(column.getBytes()) / sizeof(float));
    if (!embedding.empty()) std::memcpy(embedding.data(), bytes, embedding.size() * sizeof(float));
}

}  // namespace

template <typename... Values>
void GalleryStore::run(const char* sql, const Values&... values) {
    on([&] {
        SQLite::Statement& statement = prepared(sql);
        if constexpr (sizeof...(values) > 0) SQLite::bind(statement, values...);
        statement.exec();
    });
}

SQLite::Statement& GalleryStore::prepared(const char* sql) {
    const auto known = statements_.find(sql);
    if (known == statements_.end()) return statements_.try_emplace(sql, file_.database(), sql).first->second;
    known->second.tryReset();  // its answer is how the last run ended
    known->second.clearBindings();
    return known->second;
}

GalleryModel GalleryStore::model() {
    return on([&]() -> GalleryModel {
        SQLite::Statement row(file_.database(), "SELECT name, sha256, embedding_size, metric FROM model");
        if (!row.executeStep())
            throw InputError("The gallery \"" + file_.path() +
                             "\" is damaged: it names no model; take a copy of it "
                             "that is whole.");
        return {row.getColumn(0).getString(), row.getColumn(1).getString(), row.getColumn(2).getInt(),
                row.getColumn(3).getString() == "cosine" ? Metric::Cosine : Metric::Euclidean};
    });
}

int64_t GalleryStore::dataVersion() {
    return on([&] { return file_.database().execAndGet("PRAGMA data_version").getInt64(); });
}

void GalleryStore::atomically(const std::function<void()>& work) {
    if (atWork_) return work();
    CV_Assert(file_.writes());
    run("BEGIN IMMEDIATE");
    atWork_ = true;
    try {
        work();
        run("COMMIT");
    } catch (...) {
        atWork_ = false;
        file_.database().tryExec("ROLLBACK");  // where SQLite has not done it by itself
        throw;
    }
    atWork_ = false;
}

std::vector<Threshold> GalleryStore::thresholds() {
    return on([&] {
        std::vector<Threshold> thresholds;
        if (!file_.database().tableExists("thresholds")) return thresholds;
        SQLite::Statement row(file_.database(),
                              "SELECT false_accept_rate, distance, low, high, calibrated_on FROM thresholds"
                              " ORDER BY false_accept_rate");
        while (row.executeStep()) {
            thresholds.push_back({row.getColumn(0).getDouble(), row.getColumn(1).getDouble(),
                                  row.getColumn(2).getDouble(), row.getColumn(3).getDouble(),
                                  row.getColumn(4).getString()});
        }
        return thresholds;
    });
}

void GalleryStore::replaceThresholds(const std::vector<Threshold>& thresholds) {
    // Made when it is needed: galleries from before have none, and programs from before need not know it.
    run("CREATE TABLE IF NOT EXISTS thresholds (false_accept_rate REAL NOT NULL, distance REAL NOT NULL,"
        " low REAL NOT NULL, high REAL NOT NULL, calibrated_on TEXT NOT NULL)");
    run("DELETE FROM thresholds");
    for (const Threshold& one : thresholds) {
        run("INSERT INTO thresholds VALUES (?, ?, ?, ?, ?)", one.falseAcceptRate, one.distance, one.low, one.high,
            one.calibratedOn);
    }
}

std::map<int, std::string> GalleryStore::names() {
    return on([&] {
        std::map<int, std::string> names;
        SQLite::Statement row(file_.database(), "SELECT identity, name FROM identities");
        while (row.executeStep())
            names[row.getColumn(0).getInt()] = row.getColumn(1).getString();
        return names;
    });
}

std::optional<KnownPerson> GalleryStore::person(int identity) {
    return on([&]() -> std::optional<KnownPerson> {
        SQLite::Statement row(file_.database(), "SELECT name, enrolled_ms FROM identities WHERE identity = ?");
        row.bind(1, identity);
        if (!row.executeStep()) return std::nullopt;
        KnownPerson person;
        person.identity = identity;
        person.name = row.getColumn(0).getString();
        person.enrolledMs = row.getColumn(1).getInt64();
        SQLite::Statement seen(file_.database(),
                               "SELECT camera, first_ms, last_ms, visits FROM sightings WHERE identity = ?"
                               " ORDER BY camera");
        seen.bind(1, identity);
        while (seen.executeStep()) {
            person.cameras.push_back({seen.getColumn(0).getString(), seen.getColumn(1).getInt64(),
                                      seen.getColumn(2).getInt64(), seen.getColumn(3).getInt64()});
        }
        return person;
    });
}

int GalleryStore::insertIdentity(std::optional<int> identity, const std::string& name, int64_t enrolledMs) {
    return on([&] {
        SQLite::Statement& statement = prepared("INSERT INTO identities VALUES (?, ?, ?)");
        if (identity) statement.bind(1, *identity);
        statement.bind(2, name);
        statement.bind(3, enrolledMs);
        statement.exec();
        return static_cast<int>(file_.database().getLastInsertRowid());
    });
}

void GalleryStore::renameIdentity(int identity, const std::string& name) {
    run("UPDATE identities SET name = ?2 WHERE identity = ?1", identity, name);
}

void GalleryStore::eraseExemplarsOf(int identity) {
    run("DELETE FROM exemplars WHERE identity = ?", identity);
}

void GalleryStore::eraseIdentity(int identity) {
    run("DELETE FROM sightings WHERE identity = ?", identity);
    run("DELETE FROM identities WHERE identity = ?", identity);
}

void GalleryStore::noteSightings(int identity, const CameraSightings& sightings) {
    run("INSERT INTO sightings VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms),"
        " visits = visits + excluded.visits",
        identity, sightings.camera, sightings.firstMs, sightings.lastMs, sightings.visits);
}

void GalleryStore::takeVisit(int identity, const std::string& camera, bool wasThere) {
    run("UPDATE sightings SET visits = max(visits - 1, ?3) WHERE identity = ?1 AND camera = ?2", identity, camera,
        wasThere ? 1 : 0);
    run("DELETE FROM sightings WHERE identity = ?1 AND camera = ?2 AND visits = 0", identity, camera);
}

size_t GalleryStore::exemplarBound(int embeddingSize) {
    return on([&] {
        SQLite::Statement row(
            file_.database(),
            "SELECT (SELECT max(exemplar) FROM exemplars) - (SELECT min(exemplar) FROM exemplars) + 1,"
            " (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)");
        row.executeStep();
        const int64_t bytes = std::max(embeddingSize, 1) * int64_t{sizeof(float)};
        return static_cast<size_t>(std::min(row.getColumn(0).getInt64(), row.getColumn(1).getInt64() / bytes));
    });
}

void GalleryStore::visitExemplars(
    const std::function<void(int64_t exemplar, int identity, const ReadEmbedding& readEmbedding)>& visit) {
    on([&] {
        SQLite::Statement row(file_.database(),
                              "SELECT exemplar, identity, embedding FROM exemplars ORDER BY exemplar");
        // Every page is read once: kept ones would only be memory that the system has to find.
        file_.database().exec("PRAGMA cache_size = " + std::to_string(PAGES_WHILE_READING));
        Embedding embedding;
        const ReadEmbedding readEmbedding = [&]() -> const Embedding& {
            read(row.getColumn(2), embedding);
            return embedding;
        };
        while (row.executeStep())
            visit(row.getColumn(0).getInt64(), row.getColumn(1).getInt(), readEmbedding);
        file_.database().exec("PRAGMA cache_size = " + std::to_string(USUAL_CACHE));
    });
}

Exemplar GalleryStore::exemplar(int64_t number) {
    return on([&] {
        SQLite::Statement row(file_.database(),
                              "SELECT identity, camera, time_ms, embedding, parts, map_height, map_width, saliency,"
                              " picture FROM exemplars WHERE exemplar = ?");
        row.bind(1, number);
        Exemplar exemplar;
        exemplar.number = number;
        if (!row.executeStep()) return exemplar;
        exemplar.identity = row.getColumn(0).getInt();
        exemplar.sighting = {row.getColumn(1).getString(), row.getColumn(2).getInt64()};
        read(row.getColumn(3), exemplar.embedding);
        const int sizes[] = {row.getColumn(4).getInt(), row.getColumn(5).getInt(), row.getColumn(6).getInt()};
        const SQLite::Column saliency = row.getColumn(7), picture = row.getColumn(8);
        if (sizes[0] > 0 && int64_t{sizes[0]} * sizes[1] * sizes[2] == saliency.getBytes()) {
            exemplar.saliency.create(3, sizes, CV_8U);
            std::memcpy(exemplar.saliency.data, saliency.getBlob(), static_cast<size_t>(saliency.getBytes()));
        }
        const auto* bytes = static_cast<const uchar*>(picture.getBlob());
        exemplar.picture.assign(bytes, bytes + picture.getBytes());
        return exemplar;
    });
}

int64_t GalleryStore::insertExemplar(const Exemplar& exemplar) {
    return on([&] {
        SQLite::Statement& statement = prepared(
            "INSERT INTO exemplars (identity, camera, time_ms, embedding, parts, map_height, map_width, saliency,"
            " picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        const bool painted = !exemplar.saliency.empty();
        statement.bind(1, exemplar.identity);
        statement.bind(2, exemplar.sighting.camera);
        statement.bind(3, exemplar.sighting.timeMs);
        bindBytes(statement, 4, exemplar.embedding.data(), exemplar.embedding.size() * sizeof(float));
        for (int i = 0; i < 3; ++i)
            statement.bind(5 + i, painted ? exemplar.saliency.size[i] : 0);
        bindBytes(statement, 8, exemplar.saliency.data, painted ? exemplar.saliency.total() : 0);
        bindBytes(statement, 9, exemplar.picture.data(), exemplar.picture.size());
        statement.exec();
        return file_.database().getLastInsertRowid();
    });
}

void GalleryStore::moveExemplar(int64_t exemplar, int identity) {
    run("UPDATE exemplars SET identity = ?2 WHERE exemplar = ?1", exemplar, identity);
}

void GalleryStore::eraseExemplar(int64_t exemplar) {
    run("DELETE FROM exemplars WHERE exemplar = ?", exemplar);
}

}  // namespace reid

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gallery/gallery_file.hpp"

namespace reid {

/// The rows of a gallery's file. Knows tables, not rules. Calls throw as LastingGallery's do.
class GalleryStore {
  public:
    GalleryStore(const std::string& path, LastingGallery::Access access, const std::optional<GalleryModel>& model)
        : file_(path, access, model) {}

    GalleryFile& file() { return file_; }
    GalleryModel model();
    /// Another number whenever another program has changed the file.
    int64_t dataVersion();
    /// All that work writes, or nothing of it when it throws. May be nested.
    void atomically(const std::function<void()>& work);
    bool isAtWork() const { return atWork_; }  ///< inside atomically()

    std::vector<Threshold> thresholds();  ///< by rising false accept rate
    void replaceThresholds(const std::vector<Threshold>& thresholds);

    std::map<int, std::string> names();               ///< by identity
    std::optional<KnownPerson> person(int identity);  ///< does not count the exemplars
    /// @param identity number to take; none: the next one.
    int insertIdentity(std::optional<int> identity, const std::string& name, int64_t enrolledMs);
    void renameIdentity(int identity, const std::string& name);
    void eraseIdentity(int identity);     ///< whose exemplars are gone
    void eraseExemplarsOf(int identity);  ///< reads the whole file

    /// Widens the times seen by one camera.
    void noteSightings(int identity, const CameraSightings& sightings);
    /// One visit less. @param wasThere all the same: one visit stays; otherwise the last one goes with the camera.
    void takeVisit(int identity, const std::string& camera, bool wasThere);

    /// At least as many as there are, of embeddings of this size. Counting them would mean to read them.
    size_t exemplarBound(int embeddingSize);
    /// Reads the embedding of an exemplar that is being visited; it lasts until the next one is read.
    using ReadEmbedding = std::function<const Embedding&()>;
    /// In the order of their numbers.
    void visitExemplars(
        const std::function<void(int64_t exemplar, int identity, const ReadEmbedding& readEmbedding)>& visit);
    Exemplar exemplar(int64_t number);
    int64_t insertExemplar(const Exemplar& exemplar);  ///< @returns its number
    void moveExemplar(int64_t exemplar, int identity);
    void eraseExemplar(int64_t exemplar);

  private:
    template <typename Work>
    auto on(Work work) {
        return onGallery(file_.path(), work);
    }
    /// Runs one statement with these values in the places of its question marks.
    template <typename... Values>
    void run(const char* sql, const Values&... values);
    /// Ready to be bound and run. Compiling a statement takes longer than running it.
    SQLite::Statement& prepared(const char* sql);

    GalleryFile file_;
    std::map<std::string_view, SQLite::Statement> statements_;
    bool atWork_ = false;
};

}  // namespace reid

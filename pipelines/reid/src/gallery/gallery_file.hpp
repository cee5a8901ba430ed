#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <optional>
#include <string>

#include "gallery/writer_lock.hpp"
#include "reid/lasting_gallery.hpp"

namespace reid {

/// SQLite's failure as one sentence about a gallery.
[[noreturn]] void failAsGallery(const std::string& path, const SQLite::Exception& failure);

/// @returns what work returns.
template <typename Work>
auto onGallery(const std::string& path, Work work) {
    try {
        return work();
    } catch (const SQLite::Exception& failure) {
        failAsGallery(path, failure);
    }
}

/// The SQLite file of a gallery, opened and known to be one.
class GalleryFile {
  public:
    static constexpr int SCHEMA_VERSION = 1;

    /// @param model whose gallery is made when the file is missing; none: a missing file is an error.
    /// @throws InputError, ResourceError as LastingGallery's constructor.
    GalleryFile(std::string path, LastingGallery::Access access, const std::optional<GalleryModel>& model);

    SQLite::Database& database() { return *database_; }
    const std::string& path() const { return path_; }
    bool writes() const { return lock_ != nullptr; }

    /// Writes the file anew, so that nothing is left of what was deleted, there or in the log beside it.
    /// @throws ResourceError when a reader holds on to the old content.
    void shred();
    /// @throws InputError when SQLite finds the file damaged.
    void check();

  private:
    void open(const std::string& name, int flags);
    void openForReading();
    void refuseForeign();
    bool isNew();
    void create(const GalleryModel& model);
    void emptyLog();

    const std::string path_;
    std::unique_ptr<WriterLock> lock_;  // released after the database is closed
    std::unique_ptr<SQLite::Database> database_;
};

}  // namespace reid

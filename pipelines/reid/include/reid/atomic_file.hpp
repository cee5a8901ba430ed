#pragma once

#include <fstream>
#include <string>

namespace reid {

/// A file that appears under its name only when it is whole: written beside, synced, renamed.
class AtomicFile {
  public:
    /// @throws ResourceError when it cannot be created.
    explicit AtomicFile(std::string path);
    /// Removes the unfinished file if commit() was not called.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    std::ostream& stream() { return stream_; }
    /// @throws ResourceError when writing, syncing or renaming fails.
    void commit();

    /// Where the bytes are until then: hidden, in the same folder, the same for one path in every run.
    const std::string& partialPath() const { return partialPath_; }

  private:
    std::string path_, partialPath_;
    std::ofstream stream_;
    bool committed_ = false;
};

/// What any program wrote into the file so far is on the disk afterwards.
/// @throws ResourceError when the disk refuses.
void syncFile(const std::string& path);

/// The rename half alone, for a file that another library wrote: syncs partialPath and its folder, renames it to path.
/// @throws ResourceError.
void publishFile(const std::string& partialPath, const std::string& path);

}  // namespace reid

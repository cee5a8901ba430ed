#pragma once

#include <string>

namespace reid {

/// One writer at a time, told by a lock on a file beside the gallery; it goes with the object, and with the program
/// however that ends. Not a lock on the gallery itself: closing that file would release the locks that SQLite holds on
/// it.
class WriterLock {
  public:
    /// @param path of the gallery.
    /// @throws ResourceError when another program holds it or it cannot be made.
    explicit WriterLock(const std::string& path);
    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

  private:
    std::string lockPath_;
    int descriptor_ = -1;
};

}  // namespace reid

#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

/// A folder whose results appear together, when all of them are whole. Until then they lie in a hidden folder inside
/// it. One program at a time may write to it.
class ResultFolder {
  public:
    /// Makes the folder when it is missing.
    /// @param names of the files that will be made.
    /// @param overwrite whether files of these names may be there already.
    /// @throws reid::InputError when they are there and may not be, or the path is no folder.
    /// @throws reid::ResourceError when the folder cannot be made or written to, or another program is writing to it.
    ResultFolder(std::string path, std::vector<std::string> names, bool overwrite);

    /// Leaves nothing of what was not published: not the files, and not the folder if it was made for them.
    ~ResultFolder();
    ResultFolder(const ResultFolder&) = delete;
    ResultFolder& operator=(const ResultFolder&) = delete;

    /// Where to write the file of this name.
    std::string staged(const std::string& name) const;

    /// Gives all files their place.
    /// @throws reid::ResourceError.
    void publish();

    /// From any thread: removes what was not published. Does not return while publish() is running.
    void abandon() noexcept;

    const std::string& path() const { return path_; }

  private:
    void makeFolder();
    void refuseOlderResults(bool overwrite) const;
    void lock();

    const std::string path_;
    const std::vector<std::string> names_;
    std::filesystem::path staging_;
    int lock_ = -1;  ///< file descriptor of the folder
    bool madeHere_ = false;
    bool published_ = false;
    std::mutex mutex_;
};

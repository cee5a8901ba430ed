#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

/// A folder whose results appear together, when all of them are whole. Until then they lie in a hidden folder inside
/// it. One program at a time may write to it.
///
/// The last of the files is the seal: it goes before an older result is replaced, and comes when all others are in
/// their places. A seal says that what is beside it belongs together, whenever the program was killed.
class ResultFolder {
  public:
    /// Makes the folder when it is missing.
    /// @param names of the files that will be made, the seal last.
    /// @param overwrite whether files of these names may be there already.
    /// @param obsolete names of files that publish() removes: results of older runs that would not belong to the new
    /// ones.
    /// @throws reid::InputError when files are there and may not be, or the path is no folder.
    /// @throws reid::ResourceError when the folder cannot be made or written to, or another program is writing to it.
    ResultFolder(std::string path, std::vector<std::string> names, bool overwrite,
                 std::vector<std::string> obsolete = {});

    /// For the results of a program that was killed after it had made all of them, seal included, and before all were
    /// in their places: publish() does the rest.
    /// @throws as the constructor.
    static std::unique_ptr<ResultFolder> takeUp(const std::string& path, std::vector<std::string> names,
                                                std::vector<std::string> obsolete = {});

    /// Where such a program left a file.
    static std::string leftIn(const std::string& path, const std::string& name);

    /// @throws reid::InputError when one of these files is in the folder already.
    static void refuseOlderResults(const std::string& path, const std::vector<std::string>& names);

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
    enum class Left { Removed, TakenUp };

    ResultFolder(std::string path, std::vector<std::string> names, std::vector<std::string> obsolete, bool overwrite,
                 Left left);
    void makeFolder();
    void refuseFolders() const;
    void lock();
    void removeLeft() const;

    const std::string path_;
    const std::vector<std::string> names_, obsolete_;
    const Left left_;
    std::filesystem::path staging_;
    int lock_ = -1;  ///< file descriptor of the folder
    bool madeHere_ = false;
    bool published_ = false;
    std::mutex mutex_;
};

#pragma once

#include <mutex>
#include <set>

#include "result_folder.hpp"

/// The folders that are being written to, for the one who gives up.
class OpenFolders {
  public:
    /// Keeps a folder in the set as long as it lives.
    class Entry {
      public:
        Entry(OpenFolders& all, ResultFolder& folder) : all_(all), folder_(folder) {
            const std::lock_guard<std::mutex> guard(all_.mutex_);
            all_.folders_.insert(&folder_);
        }
        ~Entry() {
            const std::lock_guard<std::mutex> guard(all_.mutex_);
            all_.folders_.erase(&folder_);
        }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

      private:
        OpenFolders& all_;
        ResultFolder& folder_;
    };

    /// From any thread: removes what was not published.
    void abandon() {
        const std::lock_guard<std::mutex> guard(mutex_);
        for (ResultFolder* folder : folders_)
            folder->abandon();
    }

  private:
    std::mutex mutex_;
    std::set<ResultFolder*> folders_;
};

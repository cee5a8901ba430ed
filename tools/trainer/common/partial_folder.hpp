#pragma once

#include <string>

namespace brnpa::trainer {

//! A folder that is written aside and moved to its place when it is whole; removed otherwise.
class PartialFolder {
  public:
    //! @param target the final name. @throws ResourceError when the disk refuses.
    explicit PartialFolder(std::string target);
    ~PartialFolder();
    PartialFolder(const PartialFolder&) = delete;
    PartialFolder& operator=(const PartialFolder&) = delete;

    //! @param name in the folder; may begin with a sub-folder, which is made. @throws ResourceError when the disk
    //! refuses.
    void write(const std::string& name, const std::string& content) const;

    //! Gives the folder its final name; an older one there is replaced. @throws ResourceError when the disk refuses.
    void publish() const;

  private:
    std::string target_, path_;
};

}  // namespace brnpa::trainer

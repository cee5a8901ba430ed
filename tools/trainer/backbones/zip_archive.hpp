#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace brnpa::trainer {

/** A zip archive, in a file or in memory, for reading. */
class ZipArchive {
  public:
    //! @throws InputError where the file cannot be read or is not a zip archive.
    explicit ZipArchive(const std::string& path);

    //! @param content stays the archive's; `what` names it in messages.
    ZipArchive(std::string content, std::string what);

    ~ZipArchive();
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    //! Of the members, as the archive lists them.
    std::vector<std::string> names() const;

    bool has(const std::string& name) const;

    //! @throws InputError where there is no such member, or it is damaged (its CRC is checked).
    std::string read(const std::string& name) const;

    //! Bytes that read() would give. @throws InputError where there is no such member.
    std::uint64_t size(const std::string& name) const;

  private:
    struct Handle;

    std::string content_, what_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace brnpa::trainer

#include "backbones/zip_archive.hpp"

#include <zip.h>

#include <algorithm>
#include <filesystem>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::uint64_t largestMember = std::uint64_t{8} << 30;  // bytes; a claim beyond it is damage

}  // namespace

struct ZipArchive::Handle {
    explicit Handle(zip_t* opened) : archive(opened) {}
    ~Handle() { zip_discard(archive); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    zip_t* archive;
};

ZipArchive::ZipArchive(const std::string& path) : what_(path) {
    if (!std::filesystem::is_regular_file(path)) throw InputError("there is no file " + path);
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (archive == nullptr) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw InputError("cannot read the zip archive " + path + ": " + reason);
    }
    handle_ = std::make_unique<Handle>(archive);
}

ZipArchive::ZipArchive(std::string content, std::string what) : content_(std::move(content)), what_(std::move(what)) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(content_.data(), content_.size(), 0, &error);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (archive == nullptr) {
        if (source != nullptr) zip_source_free(source);
        throw InputError("cannot read the zip archive " + what_ + ": " + reason);
    }
    handle_ = std::make_unique<Handle>(archive);
}

ZipArchive::~ZipArchive() = default;

std::vector<std::string> ZipArchive::names() const {
    std::vector<std::string> names;
    for (zip_int64_t i = 0; i < zip_get_num_entries(handle_->archive, 0); ++i)
        if (const char* name = zip_get_name(handle_->archive, static_cast<zip_uint64_t>(i), 0))
            names.emplace_back(name);
    return names;
}

bool ZipArchive::has(const std::string& name) const {
    return zip_name_locate(handle_->archive, name.c_str(), 0) >= 0;
}

std::uint64_t ZipArchive::size(const std::string& name) const {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat(handle_->archive, name.c_str(), 0, &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0)
        throw InputError(what_ + " has no member " + name);
    return status.size;
}

std::string ZipArchive::read(const std::string& name) const {
    const std::uint64_t bytes = size(name);
    if (bytes > largestMember) throw InputError(what_ + " is damaged: " + name + " claims to be larger than 8 GiB");
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen(handle_->archive, name.c_str(), 0),
                                                                 zip_fclose);
    std::string content(bytes, '\0');
    std::uint64_t done = 0;
    zip_int64_t count = file ? 0 : -1;
    // Also behind the last byte: there the checksum is compared.
    while (count >= 0) {
        char behind;
        const bool whole = done == bytes;
        count = zip_fread(file.get(), whole ? &behind : content.data() + done, whole ? 1 : bytes - done);
        if (count == 0 && whole) return content;
        if (count == 0 || whole) break;
        done += static_cast<std::uint64_t>(std::max<zip_int64_t>(0, count));
    }
    throw InputError(what_ + " is damaged: " + name + " cannot be read");
}

}  // namespace brnpa::trainer

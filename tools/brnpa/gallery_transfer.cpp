// Galleries as wholes: to folders, from folders, and anew.
#include <fmt/format.h>

#include <filesystem>

#include "gallery_actions.hpp"
#include "reid/gallery_folder.hpp"

namespace {

using reid::LastingGallery;

constexpr double BYTES_PER_MIB = 1024.0 * 1024;

double mebibytes(const std::string& path) {
    std::error_code ignored;
    return static_cast<double>(std::filesystem::file_size(path, ignored)) / BYTES_PER_MIB;
}

std::string peopleText(size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "person" : "people");
}

}  // namespace

void exportPeople(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const LastingGallery gallery(request.gallery, LastingGallery::Access::Read);
    reid::exportGallery(gallery, request.folder);
    out << fmt::format("Exported {} to {}.", peopleText(gallery.size()), request.folder) << std::endl;
}

void importPeople(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write, reid::modelOfExport(request.folder));
    const reid::ImportCounts counts = reid::importGallery(gallery, request.folder);
    const std::string known =
        counts.known > 0 ? fmt::format("; {} whose pictures are all there already left out", peopleText(counts.known))
                         : "";
    out << fmt::format("Imported {} from {}{}. Gallery {}: {}.", peopleText(counts.added), request.folder, known,
                       request.gallery, peopleText(gallery.size()))
        << std::endl;
}

void compactGallery(const GalleryRequest& request, std::ostream& out, std::ostream& /*warnings*/) {
    const double before = mebibytes(request.gallery);
    LastingGallery gallery(request.gallery, LastingGallery::Access::Write);
    gallery.compact();
    out << fmt::format("Gallery {}: {}, whole, {:.1f} MiB before and {:.1f} MiB now.", request.gallery,
                       peopleText(gallery.size()), before, mebibytes(request.gallery))
        << std::endl;
}

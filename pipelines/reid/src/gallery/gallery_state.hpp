#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "gallery/exemplar_index.hpp"
#include "gallery/gallery_store.hpp"
#include "reid/lasting_gallery.hpp"

namespace reid {

/// A gallery's tables in the file, and in memory what recognition needs of them. Changes go to both; after one that
/// failed load() brings them together again.
struct LastingGallery::Impl {
    Impl(const std::string& path, Access access, const std::optional<GalleryModel>& wanted);

    void load();
    /// @throws cv::Exception for an identity that is not there.
    void requirePerson(int identity) const;
    /// None when another program has just removed it.
    std::optional<KnownPerson> person(int identity);
    /// Scaled as the index wants it.
    /// @throws cv::Exception for another size, or for numbers that are none.
    Embedding checked(const Embedding& embedding) const;
    Exemplar exemplarOf(int identity, const View& view) const;

    void insert(const Exemplar& exemplar);
    void erase(int64_t exemplar);
    void move(int64_t exemplar, int identity);
    /// Goes without the least missed exemplars until there are no more than that.
    void leaveOut(int identity, int bound);

    GalleryStore store;
    GalleryModel model;
    std::unique_ptr<ExemplarIndex> index;
    std::map<int, std::string> names;  ///< by identity
    int64_t version = 0;               ///< of the file's content that was loaded
};

}  // namespace reid

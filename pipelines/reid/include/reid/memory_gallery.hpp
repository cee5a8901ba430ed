#pragma once

#include <map>
#include <vector>

#include "reid/gallery.hpp"

namespace reid {

/// A gallery that ends with the program. Of a person whose embeddings are full the two most alike are merged into their
/// mean. Keeps no pictures, names or times.
class MemoryGallery : public Gallery {
  public:
    /// @throws cv::Exception that names the option when one is out of range.
    explicit MemoryGallery(const GalleryOptions& options = {});

    std::optional<Match> nearest(const Embedding& embedding, const std::set<int>& excluded = {}) const override;
    double distanceTo(int identity, const Embedding& embedding) const override;
    int enroll(const View& view) override;
    void add(int identity, const View& view) override;
    void countVisit(int /*identity*/, const Sighting& /*sighting*/) override {}
    void merge(int kept, int other) override;
    std::string nameOf(int /*identity*/) const override { return ""; }
    size_t size() const override { return people_.size(); }

  private:
    std::vector<Embedding>& known(int identity);

    std::map<int, std::vector<Embedding>> people_;
    int next_ = 1;
};

}  // namespace reid

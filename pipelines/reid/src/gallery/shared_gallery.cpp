#include "reid/shared_gallery.hpp"

#include <mutex>
#include <utility>

namespace reid {

struct SharedGallery::Shared {
    template <typename Work>
    auto alone(Work work) {
        const std::lock_guard<std::mutex> guard(mutex);
        return work(*gallery);
    }

    std::unique_ptr<Gallery> gallery;
    std::mutex mutex;
};

/// Other users may merge identities at any time: whoever still has the number that was given up means the one kept.
class SharedGallery::Lent : public Gallery {
  public:
    explicit Lent(std::shared_ptr<Shared> shared) : Gallery(shared->gallery->options()), shared_(std::move(shared)) {}

    std::optional<Match> nearest(const Embedding& embedding, const std::set<int>& excluded) const override {
        return shared_->alone([&](Gallery& gallery) { return gallery.nearest(embedding, current(gallery, excluded)); });
    }
    double distanceTo(int identity, const Embedding& embedding) const override {
        return shared_->alone(
            [&](Gallery& gallery) { return gallery.distanceTo(gallery.current(identity), embedding); });
    }
    int enroll(const View& view) override {
        return shared_->alone([&](Gallery& gallery) { return gallery.enroll(view); });
    }
    void add(int identity, const View& view) override {
        shared_->alone([&](Gallery& gallery) { gallery.add(gallery.current(identity), view); });
    }
    void countVisit(int identity, const Sighting& sighting) override {
        shared_->alone([&](Gallery& gallery) { gallery.countVisit(gallery.current(identity), sighting); });
    }
    void merge(int kept, int other) override {
        shared_->alone([&](Gallery& gallery) {
            const int keptNow = gallery.current(kept), otherNow = gallery.current(other);
            // Another camera may have seen both just now.
            if (keptNow != otherNow && gallery.seenWith(keptNow).count(otherNow) == 0) gallery.merge(keptNow, otherNow);
        });
    }
    void noteTogether(const std::set<int>& identities) override {
        shared_->alone([&](Gallery& gallery) { gallery.noteTogether(current(gallery, identities)); });
    }
    std::set<int> seenWith(int identity) const override {
        return shared_->alone([&](Gallery& gallery) { return gallery.seenWith(gallery.current(identity)); });
    }
    int current(int identity) const override {
        return shared_->alone([&](Gallery& gallery) { return gallery.current(identity); });
    }
    std::string nameOf(int identity) const override {
        return shared_->alone([&](Gallery& gallery) { return gallery.nameOf(gallery.current(identity)); });
    }
    size_t size() const override {
        return shared_->alone([](Gallery& gallery) { return gallery.size(); });
    }

  private:
    static std::set<int> current(const Gallery& gallery, const std::set<int>& identities) {
        std::set<int> now;
        for (const int identity : identities)
            now.insert(gallery.current(identity));
        return now;
    }

    std::shared_ptr<Shared> shared_;
};

SharedGallery::SharedGallery(std::unique_ptr<Gallery> gallery) : shared_(std::make_shared<Shared>()) {
    CV_Assert(gallery);
    shared_->gallery = std::move(gallery);
}

std::unique_ptr<Gallery> SharedGallery::lend() const {
    return std::make_unique<Lent>(shared_);
}

}  // namespace reid

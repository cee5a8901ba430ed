#pragma once

#include <memory>

#include "reid/gallery.hpp"

namespace reid {

/// One gallery for several pipelines, one after the other or in threads of their own: they take turns, call by call.
/// Between two calls of one pipeline another may enrol somebody, so that who gets which number depends on their order.
class SharedGallery {
  public:
    explicit SharedGallery(std::unique_ptr<Gallery> gallery);

    /// For one pipeline. What is lent keeps the gallery alive.
    std::unique_ptr<Gallery> lend() const;

  private:
    struct Shared;
    class Lent;
    std::shared_ptr<Shared> shared_;
};

}  // namespace reid

#pragma once

#include "random_people.hpp"
#include "reid/lasting_gallery.hpp"
#include "temporary_folder.hpp"

/// A gallery file of its own for one test, of a model of short embeddings.
class LastingGalleryCase : public testing::Test {
  protected:
    static constexpr int SIZE = 24;
    static constexpr auto READ = reid::LastingGallery::Access::Read, WRITE = reid::LastingGallery::Access::Write;

    const TemporaryFolder folder_;
    const std::string path_ = folder_.file("people.gallery");
    const reid::GalleryModel model_{"made", std::string(64, 'a'), SIZE, reid::Metric::Cosine};
    RandomPeople people_{SIZE, 0.2};

    /// @param bound exemplars of a person.
    reid::LastingGallery opened(int bound = 16) const {
        return reid::LastingGallery(path_, WRITE, model_, {0.3, bound, reid::Metric::Cosine});
    }

    reid::View view(const std::string& camera = "door", int64_t timeMs = 1000) {
        reid::View made{people_.person()};
        made.sighting = {camera, timeMs};
        return made;
    }

    /// With a picture of noise and a map that JPEG and rounding leave as they are.
    reid::View painted() {
        reid::View made = view();
        made.picture.create(64, 32, CV_8UC3);
        cv::theRNG().fill(made.picture, cv::RNG::UNIFORM, 0, 255);
        const int sizes[] = {2, 3, 4};
        made.saliency.create(3, sizes, CV_32F);
        for (int i = 0; i < 24; ++i)
            made.saliency.ptr<float>()[i] = static_cast<float>(i) / 51;
        return made;
    }
};

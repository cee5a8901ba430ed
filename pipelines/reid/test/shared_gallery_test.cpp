#include "reid/shared_gallery.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <thread>

#include "reid/memory_gallery.hpp"

namespace {

using reid::Embedding;
using reid::SharedGallery;

TEST(SharedGallery, whatOneEnrolsAnotherRecognizes) {
    reid::GalleryOptions options;
    options.acceptDistance = 0.125;
    options.margin = 0.25;
    const SharedGallery shared(std::make_unique<reid::MemoryGallery>(options));
    const auto first = shared.lend(), second = shared.lend();
    EXPECT_EQ(second->options().acceptDistance, 0.125);
    EXPECT_EQ(second->options().margin, 0.25);

    const int someone = first->enroll({Embedding{1, 0}});
    EXPECT_EQ(second->size(), 1U);
    const reid::Verdict verdict = second->identify(Embedding{1, 0});
    ASSERT_EQ(verdict.answer, reid::Answer::Known);
    EXPECT_EQ(verdict.match->identity, someone);
    EXPECT_EQ(second->identify(Embedding{1, 0}, {someone}).answer, reid::Answer::New);
    EXPECT_NEAR(second->distanceTo(someone, Embedding{0, 1}), 1, 1e-6);  // at a right angle
    second->add(someone, {Embedding{0, 1}});
    EXPECT_NEAR(first->distanceTo(someone, Embedding{0, 1}), 0, 1e-6);
    EXPECT_EQ(first->nameOf(someone), "");
}

TEST(SharedGallery, whatOneMergesIsOneForAll) {
    const SharedGallery shared(std::make_unique<reid::MemoryGallery>());
    const auto first = shared.lend(), second = shared.lend();
    const int kept = first->enroll({Embedding{1, 0}}), other = first->enroll({Embedding{0, 1}});
    second->merge(kept, other);
    EXPECT_EQ(first->current(other), kept);
    EXPECT_EQ(first->size(), 1U);
    EXPECT_NEAR(first->distanceTo(other, Embedding{0, 1}), 0, 1e-6) << "who has not heard of it means the one kept";
    first->add(other, {Embedding{-1, 0}});
    first->merge(kept, other);  // found out by both
    EXPECT_EQ(first->size(), 1U);
}

TEST(SharedGallery, whoWasInOnePictureIsNotMerged) {
    const SharedGallery shared(std::make_unique<reid::MemoryGallery>());
    const auto yard = shared.lend(), gate = shared.lend();
    for (const float angle : {0.0F, 1.0F, 2.0F})
        yard->enroll({Embedding{std::cos(angle), std::sin(angle)}});
    yard->noteTogether({1, 3});
    gate->merge(2, 3);  // whoever is 2 was therefore beside 1
    EXPECT_EQ(gate->seenWith(1), std::set<int>{2});
    EXPECT_EQ(gate->seenWith(3), std::set<int>{1});
    gate->merge(1, 3);
    EXPECT_EQ(gate->current(2), 2);
    EXPECT_EQ(gate->size(), 2U);
    EXPECT_EQ(gate->nearest(Embedding{1, 0}, {1, 3}), std::nullopt) << "3 is 2 by now";
}

TEST(SharedGallery, outlivesTheOneWhoMadeIt) {
    std::unique_ptr<reid::Gallery> lent;
    {
        const SharedGallery shared(std::make_unique<reid::MemoryGallery>());
        lent = shared.lend();
    }
    EXPECT_EQ(lent->enroll({Embedding{1, 0}}), 1);
}

/// Says whether two calls were ever inside at once.
class Turnstile : public reid::MemoryGallery {
  public:
    explicit Turnstile(std::atomic<bool>& crowded) : crowded_(crowded) {}

    int enroll(const reid::View& view) override {
        const Visit visit(*this);
        return MemoryGallery::enroll(view);
    }
    std::optional<reid::Match> nearest(const Embedding& embedding, const std::set<int>& excluded) const override {
        const Visit visit(*this);
        return MemoryGallery::nearest(embedding, excluded);
    }

  private:
    struct Visit {
        explicit Visit(const Turnstile& gallery) : gallery_(gallery) {
            if (gallery.inside_.fetch_add(1) > 0) gallery.crowded_ = true;
            std::this_thread::yield();
        }
        ~Visit() { --gallery_.inside_; }
        const Turnstile& gallery_;
    };

    std::atomic<bool>& crowded_;
    mutable std::atomic<int> inside_{0};
};

TEST(SharedGallery, threadsTakeTurns) {
    constexpr int THREADS = 4, PEOPLE_EACH = 50;
    std::atomic<bool> crowded{false};
    const SharedGallery shared(std::make_unique<Turnstile>(crowded));
    std::vector<std::thread> threads;
    for (int i = 0; i < THREADS; ++i) {
        threads.emplace_back([gallery = shared.lend()] {
            for (int person = 0; person < PEOPLE_EACH; ++person) {
                gallery->enroll({Embedding{1, 0}});
                gallery->nearest(Embedding{1, 0});
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_FALSE(crowded);
    EXPECT_EQ(shared.lend()->size(), static_cast<size_t>(THREADS * PEOPLE_EACH));
}

}  // namespace

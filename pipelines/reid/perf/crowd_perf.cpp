// What tracking, recognition and painting cost for a crowd. Read the ratios within one run, not the times: rows of 50
// people against rows of 10, and Recognize against DistancesAlone, the plain comparison of one embedding with all
// others.
#include <benchmark/benchmark.h>

#include <limits>
#include <random>

#include "made_views.hpp"
#include "reid/memory_gallery.hpp"
#include "reid/person_painter.hpp"
#include "reid/tracker.hpp"

namespace {

constexpr int IDENTITIES = 1000;
constexpr int EMBEDDINGS_PER_IDENTITY = 4;

std::vector<reid::Embedding> randomEmbeddings(int count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<reid::Embedding> embeddings(static_cast<size_t>(count), reid::Embedding(made::EMBEDDING_SIZE));
    for (reid::Embedding& embedding : embeddings) {
        for (float& value : embedding)
            value = normal(random);
    }
    return embeddings;
}

/// People in rows who all walk to the right.
std::vector<reid::Detection> crowd(int people, int frame) {
    std::vector<reid::Detection> detections;
    for (int i = 0; i < people; ++i) {
        const auto x = static_cast<float>(30 * (i % 10) + frame % 50), y = static_cast<float>(60 * (i / 10));
        detections.push_back({cv::Rect2f(x, y, 40, 100), 1});
    }
    return detections;
}

void trackerUpdate(benchmark::State& state) {
    const int people = static_cast<int>(state.range(0));
    const std::vector<reid::Embedding> embeddings = randomEmbeddings(people);
    reid::TrackerOptions options;
    options.maxAppearanceDistance = 2;
    reid::Tracker tracker(options);
    int frame = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(tracker.update(crowd(people, frame++), [&](auto&) { return embeddings; }));
    state.counters["perPerson"] = benchmark::Counter(
        static_cast<double>(people), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void trackerPredict(benchmark::State& state) {
    const int people = static_cast<int>(state.range(0));
    reid::TrackerOptions options;
    options.dropAfter = std::numeric_limits<int>::max();
    options.confirmAfter = 1;
    reid::Tracker tracker(options);
    tracker.update(crowd(people, 0), [&](auto&) { return randomEmbeddings(people); });
    for (auto _ : state)
        benchmark::DoNotOptimize(tracker.predict());
}

void recognize(benchmark::State& state) {
    const std::vector<reid::Embedding> embeddings = randomEmbeddings(IDENTITIES * EMBEDDINGS_PER_IDENTITY);
    reid::MemoryGallery gallery;
    for (int i = 0; i < IDENTITIES * EMBEDDINGS_PER_IDENTITY; ++i) {
        if (i < IDENTITIES) {
            gallery.enroll({embeddings[static_cast<size_t>(i)]});
        } else {
            gallery.add(i % IDENTITIES + 1, {embeddings[static_cast<size_t>(i)]});
        }
    }
    const int people = static_cast<int>(state.range(0));
    for (auto _ : state) {
        for (int i = 0; i < people; ++i)
            benchmark::DoNotOptimize(gallery.nearest(embeddings[static_cast<size_t>(i)]));
    }
}

void distancesAlone(benchmark::State& state) {
    const std::vector<reid::Embedding> embeddings = randomEmbeddings(IDENTITIES * EMBEDDINGS_PER_IDENTITY);
    const int people = static_cast<int>(state.range(0));
    for (auto _ : state) {
        for (int i = 0; i < people; ++i) {
            for (const reid::Embedding& one : embeddings) {
                benchmark::DoNotOptimize(reid::distance(embeddings[static_cast<size_t>(i)], one, reid::Metric::Cosine));
            }
        }
    }
}

/// Maps, box and label of so many people of one height on 768 x 576 pixels.
void paint(benchmark::State& state) {
    const int people = static_cast<int>(state.range(0)), height = static_cast<int>(state.range(1));
    std::vector<reid::Person> painted;
    for (int i = 0; i < people; ++i) {
        reid::Person person{};
        person.trackId = i;
        person.identity = i;
        person.box = cv::Rect2f(static_cast<float>(60 * i % 560), 30, 0.4F * static_cast<float>(height),
                                static_cast<float>(height));
        person.steadySaliency.create(std::vector<int>{3, 32, 16}, CV_32F);
        cv::randu(person.steadySaliency, 0, 1);
        painted.push_back(std::move(person));
    }
    cv::Mat frame(576, 768, CV_8UC3, cv::Scalar(90, 120, 150));
    const reid::PersonPainter painter;
    for (auto _ : state)
        painter.draw(frame, painted);
    state.counters["perPerson"] = benchmark::Counter(
        static_cast<double>(people), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(trackerUpdate)->Arg(10)->Arg(50)->Unit(benchmark::kMicrosecond);
BENCHMARK(trackerPredict)->Arg(10)->Arg(50)->Unit(benchmark::kMicrosecond);
BENCHMARK(recognize)->Arg(10)->Arg(50)->Unit(benchmark::kMicrosecond);
BENCHMARK(paint)->Args({1, 100})->Args({8, 100})->Args({8, 400})->Unit(benchmark::kMicrosecond);
BENCHMARK(distancesAlone)->Arg(10)->Arg(50)->Unit(benchmark::kMicrosecond);

}  // namespace

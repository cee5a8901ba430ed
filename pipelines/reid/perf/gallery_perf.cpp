// What searching and filling a gallery cost. Read the ratios within one run, not the times: searchInGraph against
// searchAmongAll for the same number of exemplars says from where on the graph pays (ExemplarIndex::GRAPH_FROM), and
// growGraph over searchAmongAll how many searches it must serve until it has paid for itself.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <limits>
#include <memory>

#include "gallery/exemplar_index.hpp"
#include "made_views.hpp"
#include "reid/lasting_gallery.hpp"

namespace {

constexpr size_t NEVER = std::numeric_limits<size_t>::max();

struct Filled {
    Filled(int64_t count, size_t graphFrom) : index(reid::Metric::Cosine, made::EMBEDDING_SIZE, graphFrom) {
        made::Views views;
        for (int64_t i = 1; i <= count; ++i) {
            index.insert(i, static_cast<int>(1 + (i - 1) / made::EXEMPLARS_PER_PERSON), views.next());
            if (i * 64 / count != (i - 1) * 64 / count) queries.push_back(views.view());
        }
    }
    reid::ExemplarIndex index;
    std::vector<reid::Embedding> queries;
};

void search(benchmark::State& state, Filled& filled) {
    size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(filled.index.nearest(filled.queries[next++ % filled.queries.size()], 2));
}

void searchAmongAll(benchmark::State& state) {
    Filled filled(state.range(0), NEVER);
    search(state, filled);
}

/// The counter recall is the share of queries whose nearest person is the right one.
void searchInGraph(benchmark::State& state) {
    Filled filled(state.range(0), 1), exact(state.range(0), NEVER);
    filled.index.grow(NEVER);
    search(state, filled);
    double right = 0;
    for (const reid::Embedding& query : filled.queries)
        right += filled.index.nearest(query, 1)[0].identity == exact.index.nearest(query, 1)[0].identity ? 1 : 0;
    state.counters["recall"] = right / static_cast<double>(filled.queries.size());
}

void growGraph(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        auto filled = std::make_unique<Filled>(state.range(0), 1);
        state.ResumeTiming();
        filled->index.grow(NEVER);
        state.PauseTiming();
        filled.reset();
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

std::string galleryPath() {
    return (std::filesystem::temp_directory_path() / "gallery_perf.gallery").string();
}

reid::GalleryModel madeModel() {
    return {"made", "0", made::EMBEDDING_SIZE, reid::Metric::Cosine};
}

void removeGallery() {
    for (const char* end : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(galleryPath() + end);
}

/// New people, written to a file one by one.
void enroll(benchmark::State& state, const cv::Mat& picture) {
    removeGallery();
    {
        reid::LastingGallery gallery(galleryPath(), reid::LastingGallery::Access::Write, madeModel());
        made::Views views;
        reid::View view;
        view.picture = picture;
        for (auto _ : state) {
            state.PauseTiming();
            view.embedding = views.next();
            state.ResumeTiming();
            gallery.enroll(view);
        }
    }
    state.SetItemsProcessed(state.iterations());
    removeGallery();
}

void enrollEmbedding(benchmark::State& state) {
    enroll(state, {});
}

void enrollPicture(benchmark::State& state) {
    cv::Mat picture(128, 64, CV_8UC3);
    cv::randu(picture, 0, 255);
    enroll(state, picture);
}

/// A file with as many exemplars, opened until the first answer is there.
void openGallery(benchmark::State& state) {
    removeGallery();
    made::Views views;
    {
        reid::LastingGallery gallery(galleryPath(), reid::LastingGallery::Access::Write, madeModel());
        gallery.atomically([&] {
            int identity = 0;
            for (int64_t i = 0; i < state.range(0); ++i) {
                const reid::View view{views.next()};
                if (i % made::EXEMPLARS_PER_PERSON == 0) {
                    identity = gallery.enroll(view);
                } else {
                    gallery.add(identity, view);
                }
            }
        });
    }
    const reid::Embedding query = views.view();
    const auto openAndAsk = [&] {
        const reid::LastingGallery gallery(galleryPath(), reid::LastingGallery::Access::Read, madeModel());
        benchmark::DoNotOptimize(gallery.nearest(query));
    };
    openAndAsk();  // the first opening of a process loads what the others find
    for (auto _ : state)
        openAndAsk();
    removeGallery();
}

// The number of iterations is given, since trying out how many are enough would fill galleries and grow graphs again.
BENCHMARK(searchAmongAll)->RangeMultiplier(10)->Range(1000, 100000)->Iterations(128)->Unit(benchmark::kMicrosecond);
BENCHMARK(searchInGraph)->RangeMultiplier(10)->Range(1000, 100000)->Iterations(1024)->Unit(benchmark::kMicrosecond);
BENCHMARK(growGraph)->RangeMultiplier(10)->Range(1000, 10000)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(enrollEmbedding)->Iterations(500)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(enrollPicture)->Iterations(500)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(openGallery)
    ->RangeMultiplier(10)
    ->Range(1000, 100000)
    ->Iterations(3)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace

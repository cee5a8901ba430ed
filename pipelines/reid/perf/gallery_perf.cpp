// What searching and filling a gallery cost. Read the ratios within one run, not the times: searchInGraph against
// searchAmongAll for the same number of exemplars says from where on the graph pays (ExemplarIndex::GRAPH_FROM), and
// growGraph over searchAmongAll how many searches it must serve until it has paid for itself.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <map>
#include <random>

#include "gallery/exemplar_index.hpp"
#include "reid/lasting_gallery.hpp"

namespace {

constexpr int EMBEDDING_SIZE = 768;  // of models/reid-live
constexpr int EXEMPLARS_PER_PERSON = 8;
constexpr float VIEW_SPREAD = 0.5F;  // of a person's views, in lengths of the person's own direction
constexpr size_t NEVER = std::numeric_limits<size_t>::max();

/// Embeddings in clusters, as those of people are: random points would have no near neighbors to find.
class MadeViews {
  public:
    reid::Embedding next() {
        if (count_++ % EXEMPLARS_PER_PERSON == 0) person_ = direction();
        return view();
    }
    /// One more of the person of the last next().
    reid::Embedding view() {
        reid::Embedding values = direction();
        double squared = 0;
        for (size_t i = 0; i < values.size(); ++i) {
            values[i] = person_[i] + VIEW_SPREAD * values[i];
            squared += static_cast<double>(values[i]) * values[i];
        }
        for (float& value : values)
            value = static_cast<float>(value / std::sqrt(squared));
        return values;
    }

  private:
    reid::Embedding direction() {
        reid::Embedding values(EMBEDDING_SIZE);
        for (float& value : values)
            value = normal_(random_) / std::sqrt(static_cast<float>(EMBEDDING_SIZE));
        return values;
    }

    std::mt19937 random_{1};
    std::normal_distribution<float> normal_;
    reid::Embedding person_;
    int count_ = 0;
};

struct Filled {
    Filled(int64_t count, size_t graphFrom) : index(reid::Metric::Cosine, EMBEDDING_SIZE, graphFrom) {
        MadeViews views;
        for (int64_t i = 1; i <= count; ++i) {
            index.insert(i, static_cast<int>(1 + (i - 1) / EXEMPLARS_PER_PERSON), views.next());
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

/// New people, each with a picture, written to a file one by one.
void enroll(benchmark::State& state) {
    const std::string path = (std::filesystem::temp_directory_path() / "gallery_perf.gallery").string();
    std::filesystem::remove(path);
    {
        reid::LastingGallery gallery(path, reid::LastingGallery::Access::Write,
                                     {"made", "0", EMBEDDING_SIZE, reid::Metric::Cosine});
        MadeViews views;
        reid::View view;
        view.picture.create(128, 64, CV_8UC3);
        cv::randu(view.picture, 0, 255);
        for (auto _ : state) {
            state.PauseTiming();
            view.embedding = views.next();
            state.ResumeTiming();
            gallery.enroll(view);
        }
    }
    state.SetItemsProcessed(state.iterations());
    std::filesystem::remove(path);
}

// The number of iterations is given, since trying out how many are enough would fill galleries and grow graphs again.
BENCHMARK(searchAmongAll)->RangeMultiplier(10)->Range(1000, 100000)->Iterations(128)->Unit(benchmark::kMicrosecond);
BENCHMARK(searchInGraph)->RangeMultiplier(10)->Range(1000, 100000)->Iterations(1024)->Unit(benchmark::kMicrosecond);
BENCHMARK(growGraph)->RangeMultiplier(10)->Range(1000, 10000)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(enroll)->Iterations(2000)->Unit(benchmark::kMicrosecond);

}  // namespace

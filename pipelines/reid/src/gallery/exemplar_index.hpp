#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "aligned_floats.hpp"
#include "reid/gallery.hpp"

namespace reid {

/// Finds the people nearest to an embedding among many exemplars: by comparing with all of them while they are few, and
/// in a graph (HNSW; Malkov and Yashunin, TPAMI 2020) when they are many. Building the graph costs as much as thousands
/// of comparisons with all, so that it grows by a few exemplars with every query, which is answered exactly until the
/// graph is whole: a program that asks once never pays for it, and one that asks often never waits. Not thread safe.
class ExemplarIndex {
  public:
    /// Exemplars from which on the graph is grown; perf/gallery_perf compares it with looking at all.
    static constexpr size_t GRAPH_FROM = 20000;

    /// @param size of an embedding. @param graphFrom exemplars from which on the graph is grown.
    ExemplarIndex(Metric metric, int size, size_t graphFrom = GRAPH_FROM);
    ~ExemplarIndex();
    ExemplarIndex(const ExemplarIndex&) = delete;
    ExemplarIndex& operator=(const ExemplarIndex&) = delete;

    /// Makes room for so many exemplars; without it, they are copied again and again while it grows.
    void reserve(size_t exemplars);

    /// @param exemplar a number that is not in the index. @param embedding of length 1 when the metric is cosine.
    void insert(int64_t exemplar, int identity, const Embedding& embedding);
    void erase(int64_t exemplar);
    /// An exemplar changes its person.
    void move(int64_t exemplar, int identity);

    /// People by their nearest exemplar, nearest first; at most count.
    struct Hit {
        int identity;
        int64_t exemplar;
        double distance;
    };
    std::vector<Hit> nearest(const Embedding& embedding, size_t count, const std::set<int>& excluded = {});

    /// Numbers of a person's exemplars; empty for nobody.
    const std::set<int64_t>& exemplarsOf(int identity) const;
    Embedding embeddingOf(int64_t exemplar) const;
    double distanceTo(int64_t exemplar, const Embedding& embedding) const;

    const std::vector<int64_t>& exemplars() const { return exemplars_; }  ///< in no order
    size_t size() const { return exemplars_.size(); }
    /// Whether the next query is answered by the graph.
    bool usesGraph() const;
    /// Takes up to count more exemplars into the graph.
    void grow(size_t count);

  private:
    struct Graph;
    /// Made when it is asked for the first time, which comparing with all never does.
    struct Directory {
        std::unordered_map<int64_t, size_t> rowOf;  // by exemplar
        std::map<int, std::set<int64_t>> people;    // their exemplars
        void add(int64_t exemplar, int identity, size_t row);
        void leave(int64_t exemplar, int identity);
    };

    Directory& directory() const;
    size_t rowOf(int64_t exemplar) const { return directory().rowOf.at(exemplar); }
    void copyRow(size_t from, size_t to);
    std::vector<Hit> nearestOfAll(const AlignedFloats& query, size_t count, const std::set<int>& excluded) const;
    std::vector<Hit> nearestInGraph(const AlignedFloats& query, size_t count, const std::set<int>& excluded) const;
    AlignedFloats queryOf(const Embedding& embedding) const;
    double distanceOfRow(size_t row, const float* query) const;
    const float* rowAt(size_t row) const { return &values_[row * size_]; }

    const Metric metric_;
    const size_t size_;
    const size_t graphFrom_;
    AlignedFloats values_;  // rows one after the other, so that comparing with all reads memory in order
    std::vector<int64_t> exemplars_;
    std::vector<int> identities_;
    int64_t highest_ = std::numeric_limits<int64_t>::min();  // exemplar that was ever inserted
    mutable std::optional<Directory> directory_;
    std::unique_ptr<Graph> graph_;
    size_t inGraph_ = 0;  // rows that the graph holds, the first ones
};

}  // namespace reid

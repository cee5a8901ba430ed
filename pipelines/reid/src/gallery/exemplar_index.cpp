#include "gallery/exemplar_index.hpp"

// Where hnswlib vectorizes by hand it also reads beyond the ends of its lists, for a prefetch.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "gallery/embedding_distance.hpp"
#include "unit_length.hpp"

namespace reid {

namespace {

constexpr size_t LINKS = 16;              // of an exemplar in the graph's upper levels
constexpr size_t BUILD_CANDIDATES = 128;  // looked at for the links of a new exemplar
constexpr size_t QUERY_CANDIDATES = 192;  // looked at for an answer, at least
constexpr size_t GROWTH = 32;             // exemplars that a query takes into the graph

float cosineDistance(const void* first, const void* second, const void* size) {
    return 1 - dotProduct(static_cast<const int16_t*>(first), static_cast<const int16_t*>(second),
                          *static_cast<const size_t*>(size));
}

float euclideanDistance(const void* first, const void* second, const void* size) {
    return squaredDistance(static_cast<const float*>(first), static_cast<const float*>(second),
                           *static_cast<const size_t*>(size));
}

/// How hnswlib measures embeddings. Those of the cosine metric have length 1 and are kept in fixed point, since the
/// time goes into fetching them from here and there; the distances of what is found are exact again.
class Space : public hnswlib::SpaceInterface<float> {
  public:
    Space(Metric metric, size_t size) : metric_(metric), size_(size) {}
    size_t get_data_size() override {
        return metric_ == Metric::Cosine ? evenSize(size_) * sizeof(int16_t) : size_ * sizeof(float);
    }
    hnswlib::DISTFUNC<float> get_dist_func() override {
        return metric_ == Metric::Cosine ? cosineDistance : euclideanDistance;
    }
    void* get_dist_func_param() override { return &size_; }

    /// Calls action with the embedding in the form that is kept.
    template <typename Action>
    void with(const float* values, const Action& action) const {
        if (metric_ == Metric::Cosine)
            action(static_cast<const void*>(toFixedPoint(values, size_).data()));
        else
            action(static_cast<const void*>(values));
    }

  private:
    Metric metric_;
    size_t size_;
};

bool isNearer(const ExemplarIndex::Hit& a, const ExemplarIndex::Hit& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.identity < b.identity;
}

/// The nearest people among the exemplars that it is shown, each with the nearest of theirs.
class NearestPeople {
  public:
    /// @param count of people to keep, 1 or more; few, since they are looked through one by one.
    NearestPeople(size_t count, const std::set<int>& excluded) : count_(count), excluded_(excluded) {}

    void consider(const ExemplarIndex::Hit& hit) {
        if (people_.size() == count_ && !isNearer(hit, people_.back())) return;  // nearly always
        if (excluded_.count(hit.identity) != 0) return;
        const auto known = std::find_if(people_.begin(), people_.end(), [&](const ExemplarIndex::Hit& other) {
            return other.identity == hit.identity;
        });
        if (known != people_.end()) {
            if (!isNearer(hit, *known)) return;
            people_.erase(known);
        } else if (people_.size() == count_) {
            people_.pop_back();
        }
        people_.insert(std::upper_bound(people_.begin(), people_.end(), hit, isNearer), hit);
    }

    /// Nearest first.
    const std::vector<ExemplarIndex::Hit>& people() const { return people_; }

  private:
    const size_t count_;
    const std::set<int>& excluded_;
    std::vector<ExemplarIndex::Hit> people_;
};

}  // namespace

struct ExemplarIndex::Graph {
    Graph(Metric metric, size_t size) : space(metric, size) {}

    size_t held() const { return links ? static_cast<size_t>(links->cur_element_count) : 0; }
    size_t erased() const { return links ? static_cast<size_t>(links->num_deleted_) : 0; }

    void insert(int64_t exemplar, const float* values, size_t expected) {
        if (!links) {
            links = std::make_unique<hnswlib::HierarchicalNSW<float>>(&space, expected, LINKS, BUILD_CANDIDATES);
        } else if (held() == links->max_elements_) {
            links->resizeIndex(std::max(expected, 2 * held()));
        }
        space.with(values, [&](const void* kept) { links->addPoint(kept, static_cast<hnswlib::labeltype>(exemplar)); });
    }

    /// Farthest first.
    auto search(const float* query, size_t count) const {
        std::priority_queue<std::pair<float, hnswlib::labeltype>> found;
        space.with(query, [&](const void* kept) { found = links->searchKnn(kept, count); });
        return found;
    }

    void erase(int64_t exemplar) { links->markDelete(static_cast<hnswlib::labeltype>(exemplar)); }

    Space space;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> links;
};

ExemplarIndex::ExemplarIndex(Metric metric, int size, size_t graphFrom)
    : metric_(metric),
      size_(static_cast<size_t>(size)),
      graphFrom_(graphFrom),
      graph_(std::make_unique<Graph>(metric, size_)) {}

ExemplarIndex::~ExemplarIndex() = default;

void ExemplarIndex::Directory::add(int64_t exemplar, int identity, size_t row) {
    rowOf[exemplar] = row;
    people[identity].insert(exemplar);
}

void ExemplarIndex::Directory::leave(int64_t exemplar, int identity) {
    const auto person = people.find(identity);
    person->second.erase(exemplar);
    if (person->second.empty()) people.erase(person);
}

ExemplarIndex::Directory& ExemplarIndex::directory() const {
    if (!directory_) {
        directory_.emplace();
        directory_->rowOf.reserve(size());
        for (size_t row = 0; row < size(); ++row)
            directory_->add(exemplars_[row], identities_[row], row);
    }
    return *directory_;
}

void ExemplarIndex::reserve(size_t exemplars) {
    values_.reserve(exemplars * size_);
    exemplars_.reserve(exemplars);
    identities_.reserve(exemplars);
}

void ExemplarIndex::insert(int64_t exemplar, int identity, const Embedding& embedding) {
    CV_CheckEQ(embedding.size(), size_, "ExemplarIndex: an embedding of another size");
    CV_Assert(exemplar > highest_ || directory().rowOf.count(exemplar) == 0);
    const bool wasWhole = usesGraph();
    if (directory_) directory_->add(exemplar, identity, size());
    highest_ = std::max(highest_, exemplar);
    values_.insert(values_.end(), embedding.begin(), embedding.end());
    exemplars_.push_back(exemplar);
    identities_.push_back(identity);
    if (wasWhole) grow(1);
}

void ExemplarIndex::copyRow(size_t from, size_t to) {
    if (from == to) return;
    std::copy_n(rowAt(from), size_, values_.begin() + static_cast<std::ptrdiff_t>(to * size_));
    exemplars_[to] = exemplars_[from];
    identities_[to] = identities_[from];
    directory().rowOf[exemplars_[to]] = to;
}

void ExemplarIndex::erase(int64_t exemplar) {
    size_t row = rowOf(exemplar);
    directory().leave(exemplar, identities_[row]);
    if (row < inGraph_) {
        graph_->erase(exemplar);
        copyRow(--inGraph_, row);
        row = inGraph_;
    }
    copyRow(size() - 1, row);
    directory().rowOf.erase(exemplar);
    exemplars_.pop_back();
    identities_.pop_back();
    values_.resize(size() * size_);
}

void ExemplarIndex::move(int64_t exemplar, int identity) {
    const size_t row = rowOf(exemplar);
    if (identities_[row] == identity) return;
    directory().leave(exemplar, identities_[row]);
    identities_[row] = identity;
    directory().add(exemplar, identity, row);
}

AlignedFloats ExemplarIndex::queryOf(const Embedding& embedding) const {
    Embedding query = embedding;
    if (metric_ == Metric::Cosine) scaleToUnitLength(query);
    return AlignedFloats(query.begin(), query.end());
}

double ExemplarIndex::distanceOfRow(size_t row, const float* query) const {
    const double apart = metric_ == Metric::Cosine ? std::clamp(1.0 - dotProduct(rowAt(row), query, size_), 0.0, 2.0)
                                                   : std::sqrt(squaredDistance(rowAt(row), query, size_));
    return std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;  // nobody's
}

std::vector<ExemplarIndex::Hit> ExemplarIndex::nearest(const Embedding& embedding, size_t count,
                                                       const std::set<int>& excluded) {
    CV_CheckEQ(embedding.size(), size_, "ExemplarIndex: an embedding of another size");
    if (count == 0) return {};
    const AlignedFloats query = queryOf(embedding);
    if (usesGraph()) return nearestInGraph(query, count, excluded);
    if (size() >= graphFrom_) grow(GROWTH);
    return nearestOfAll(query, count, excluded);
}

std::vector<ExemplarIndex::Hit> ExemplarIndex::nearestOfAll(const AlignedFloats& query, size_t count,
                                                            const std::set<int>& excluded) const {
    NearestPeople nearest(count, excluded);
    for (size_t row = 0; row < exemplars_.size(); ++row)
        nearest.consider({identities_[row], exemplars_[row], distanceOfRow(row, query.data())});
    return nearest.people();
}

std::vector<ExemplarIndex::Hit> ExemplarIndex::nearestInGraph(const AlignedFloats& query, size_t count,
                                                              const std::set<int>& excluded) const {
    // Several exemplars of one person are one hit, and those of excluded people none: asked for more until enough
    // people are found.
    for (size_t wanted = 4 * count;; wanted *= 4) {
        if (wanted >= size()) return nearestOfAll(query, count, excluded);
        graph_->links->setEf(std::max(QUERY_CANDIDATES, wanted));
        auto found = graph_->search(query.data(), wanted);
        NearestPeople nearest(count, excluded);
        for (; !found.empty(); found.pop()) {
            const auto exemplar = static_cast<int64_t>(found.top().second);
            const size_t row = rowOf(exemplar);
            nearest.consider({identities_[row], exemplar, distanceOfRow(row, query.data())});
        }
        const size_t people = nearest.people().size();
        if (people == count || people + excluded.size() >= directory().people.size()) return nearest.people();
    }
}

const std::set<int64_t>& ExemplarIndex::exemplarsOf(int identity) const {
    static const std::set<int64_t> none;
    const auto& people = directory().people;
    const auto found = people.find(identity);
    return found == people.end() ? none : found->second;
}

Embedding ExemplarIndex::embeddingOf(int64_t exemplar) const {
    const float* values = rowAt(rowOf(exemplar));
    return Embedding(values, values + size_);
}

double ExemplarIndex::distanceTo(int64_t exemplar, const Embedding& embedding) const {
    return distanceOfRow(rowOf(exemplar), queryOf(embedding).data());
}

bool ExemplarIndex::usesGraph() const {
    return size() >= graphFrom_ && inGraph_ == size() && graph_->held() > 0;
}

void ExemplarIndex::grow(size_t count) {
    // Erased exemplars stay in the graph as signposts; when they are most of it, it begins anew.
    if (graph_->erased() > size()) {
        graph_ = std::make_unique<Graph>(metric_, size_);
        inGraph_ = 0;
    }
    for (; count > 0 && inGraph_ < size(); --count, ++inGraph_)
        graph_->insert(exemplars_[inGraph_], rowAt(inGraph_), size() + size() / 2);
}

}  // namespace reid

// Searches a gallery in turns with whoever starts this program, so that two ways of searching the same embeddings can
// be compared while the machine's speed drifts.
//
//   gallery_turns FILE COUNT all|graph QUERIES
//
// FILE: rows of float32 of length 1, COUNT exemplars and then QUERIES queries. First a line with the seconds that
// inserting an exemplar took, where their number is known before; then, for each line on standard input, a line with
// the seconds of a query, the mean of all QUERIES. At the end of the input a line with the exemplar found for each
// query.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>

#include "gallery/exemplar_index.hpp"
#include "made_views.hpp"

namespace {

constexpr size_t NEVER = std::numeric_limits<size_t>::max();

std::vector<reid::Embedding> rows(std::ifstream& file, int64_t count) {
    std::vector<reid::Embedding> embeddings(static_cast<size_t>(count), reid::Embedding(made::EMBEDDING_SIZE));
    for (reid::Embedding& embedding : embeddings)
        file.read(reinterpret_cast<char*>(embedding.data()), made::EMBEDDING_SIZE * sizeof(float));
    if (!file) throw std::runtime_error("the file has fewer rows than were said.");
    return embeddings;
}

template <class Action>
double seconds(const Action& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void takeTurns(const std::string& path, int64_t count, bool inGraph, int64_t queryCount) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path + ".");
    const std::vector<reid::Embedding> exemplars = rows(file, count), queries = rows(file, queryCount);
    reid::ExemplarIndex index(reid::Metric::Cosine, made::EMBEDDING_SIZE, inGraph ? 1 : NEVER);
    const double insertion = seconds([&] {
        index.reserve(static_cast<size_t>(count));
        for (int64_t i = 0; i < count; ++i)
            index.insert(i, static_cast<int>(i / made::EXEMPLARS_PER_PERSON), exemplars[static_cast<size_t>(i)]);
        if (inGraph) index.grow(NEVER);
    });
    std::cout << insertion / static_cast<double>(count) << std::endl;

    std::vector<int64_t> found(queries.size());
    for (std::string turn; std::getline(std::cin, turn);) {
        const double searches = seconds([&] {
            for (size_t i = 0; i < queries.size(); ++i)
                found[i] = index.nearest(queries[i], 1)[0].exemplar;
        });
        std::cout << searches / static_cast<double>(queries.size()) << std::endl;
    }
    for (const int64_t exemplar : found)
        std::cout << exemplar << ' ';
    std::cout << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string way = argc == 5 ? argv[3] : "";
    if (way != "all" && way != "graph") {
        std::fprintf(stderr, "usage: gallery_turns FILE COUNT all|graph QUERIES\n");
        return 2;
    }
    try {
        takeTurns(argv[1], std::atoll(argv[2]), way == "graph", std::atoll(argv[4]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "gallery_turns: %s\n", error.what());
        return 3;
    }
    return 0;
}

#include "evaluation/distance_matrix.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace brnpa::trainer {
namespace {

constexpr std::size_t blockNumbers = 8'000'000;  // 32 MB of distances at a time

}  // namespace

StoredDistances::StoredDistances(const std::vector<float>& distances, std::size_t rows, std::size_t columns)
    : DistanceMatrix(rows, columns), distances_(distances) {
    if (distances.size() != rows * columns)
        throw std::invalid_argument("there are " + std::to_string(distances.size()) + " distances for " +
                                    std::to_string(rows) + " by " + std::to_string(columns) + " pictures");
}

void StoredDistances::read(std::size_t first, std::size_t count, float* target) const {
    const auto begin = distances_.begin() + static_cast<std::ptrdiff_t>(first * columns());
    std::copy_n(begin, count * columns(), target);
}

void forEachRow(const DistanceMatrix& matrix, const std::function<void(std::size_t, const float*)>& visit) {
    const std::size_t columns = matrix.columns();
    const std::size_t rows = std::max<std::size_t>(1, blockNumbers / std::max<std::size_t>(1, columns));
    std::vector<float> block(std::min(rows, matrix.rows()) * columns);
    for (std::size_t first = 0; first < matrix.rows(); first += rows) {
        const std::size_t count = std::min(rows, matrix.rows() - first);
        matrix.read(first, count, block.data());
        for (std::size_t i = 0; i < count; ++i)
            visit(first + i, block.data() + i * columns);
    }
}

}  // namespace brnpa::trainer

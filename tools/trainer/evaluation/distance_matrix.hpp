#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace brnpa::trainer {

/** Distances of pictures (rows) to pictures (columns), read in blocks of rows: those of a whole test part, 20,000 by
20,000, would take more memory than the embeddings that they follow from. */
class DistanceMatrix {
  public:
    DistanceMatrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns) {}
    virtual ~DistanceMatrix() = default;

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }

    /** Writes the rows first .. first + count - 1, row by row.
        @param target count x columns() numbers. */
    virtual void read(std::size_t first, std::size_t count, float* target) const = 0;

  private:
    std::size_t rows_, columns_;
};

//! Distances that are in memory already.
class StoredDistances : public DistanceMatrix {
  public:
    /** @param distances rows x columns, row by row; outlives the matrix.
        @throws std::invalid_argument when there are more or fewer. */
    StoredDistances(const std::vector<float>& distances, std::size_t rows, std::size_t columns);

    void read(std::size_t first, std::size_t count, float* target) const override;

  private:
    const std::vector<float>& distances_;
};

//! Calls `visit` with every row's number and its columns() distances, in order.
void forEachRow(const DistanceMatrix& matrix, const std::function<void(std::size_t, const float*)>& visit);

}  // namespace brnpa::trainer

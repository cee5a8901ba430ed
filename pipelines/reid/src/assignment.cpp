#include "assignment.hpp"

#include <cmath>
#include <limits>

namespace reid {

namespace {

/// The matrix with one more column per row for staying alone: now every row can have a column of its own.
cv::Mat1d withLonelyColumns(const cv::Mat1d& cost, double aloneCost) {
    cv::Mat1d padded(cost.rows, cost.cols + cost.rows, aloneCost);
    const double forbidden = std::abs(aloneCost) * 2 + 1;  // dearer than staying alone, hence never chosen
    for (int row = 0; row < cost.rows; ++row) {
        for (int column = 0; column < cost.cols; ++column) {
            const double value = cost(row, column);
            padded(row, column) = value <= aloneCost ? value : forbidden;
        }
    }
    return padded;
}

}  // namespace

std::vector<int> assign(const cv::Mat1d& cost, double aloneCost) {
    std::vector<int> columnOfRow(static_cast<size_t>(cost.rows), -1);
    if (cost.empty()) return columnOfRow;
    const cv::Mat1d padded = withLonelyColumns(cost, aloneCost);
    const int rows = padded.rows, columns = padded.cols;
    const double infinite = std::numeric_limits<double>::infinity();

    // Index 0 of rows and columns is the start of an augmenting path, so real ones count from 1.
    std::vector<double> rowPotential(rows + 1, 0), columnPotential(columns + 1, 0);
    std::vector<int> rowOfColumn(columns + 1, 0), previous(columns + 1, 0);
    std::vector<double> slack;
    std::vector<char> visited;
    for (int start = 1; start <= rows; ++start) {
        slack.assign(columns + 1, infinite);
        visited.assign(columns + 1, 0);
        rowOfColumn[0] = start;
        int column = 0;
        do {
            visited[column] = 1;
            const int row = rowOfColumn[column];
            double step = infinite;
            int next = 0;
            for (int candidate = 1; candidate <= columns; ++candidate) {
                if (visited[candidate]) continue;
                const double reduced = padded(row - 1, candidate - 1) - rowPotential[row] - columnPotential[candidate];
                if (reduced < slack[candidate]) {
                    slack[candidate] = reduced;
                    previous[candidate] = column;
                }
                if (slack[candidate] < step) {
                    step = slack[candidate];
                    next = candidate;
                }
            }
            for (int candidate = 0; candidate <= columns; ++candidate) {
                if (visited[candidate]) {
                    rowPotential[rowOfColumn[candidate]] += step;
                    columnPotential[candidate] -= step;
                } else {
                    slack[candidate] -= step;
                }
            }
            column = next;
        } while (rowOfColumn[column] != 0);
        while (column != 0) {
            const int before = previous[column];
            rowOfColumn[column] = rowOfColumn[before];
            column = before;
        }
    }
    for (int column = 1; column <= cost.cols; ++column) {
        if (rowOfColumn[column] > 0) columnOfRow[rowOfColumn[column] - 1] = column - 1;
    }
    return columnOfRow;
}

}  // namespace reid

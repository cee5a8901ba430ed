// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_KERNEL_ROWS_HPP
#define BRNPA_KERNEL_ROWS_HPP

#include <cstddef>

namespace brnpa_kernel {

//! Part of a matrix: `count` rows of `width` numbers, `stride` apart.
template <class Element>
struct Rows {
    const Element* first;
    std::size_t count, width, stride;
    const Element* operator[](std::size_t row) const { return first + row * stride; }
    Rows from(std::size_t row) const { return {first + row * stride, count - row, width, stride}; }
};

//! K vectors, `stride` apart. Of factors, the numbers of a vector may also be `step` apart where it says so.
template <class Number>
struct Vectors {
    Number* first;
    std::size_t stride, step = 1;
    Number* operator[](std::size_t k) const { return first + k * stride; }
};

constexpr std::size_t kRows = 8;  // read side by side: for one load and store of a sum, or one load of the factors

}  // namespace brnpa_kernel

#endif

#pragma once

#include <cstddef>
#include <vector>

namespace brnpa::trainer {

//! Who is on each picture, and which camera took it.
struct PictureLabels {
    std::vector<int> identity;
    std::vector<int> camera;  //!< 1, 2, ...; 0: unknown
    //! A number for each file: a query and a gallery picture with the same one are the same picture. Empty: no picture
    //! is in both.
    std::vector<std::size_t> picture{};

    std::size_t size() const { return identity.size(); }
};

}  // namespace brnpa::trainer

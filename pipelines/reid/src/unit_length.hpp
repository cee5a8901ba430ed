#pragma once

#include <cmath>

#include "reid/embedder.hpp"

namespace reid {

/// Scales to length 1; zeros stay zeros.
inline void scaleToUnitLength(Embedding& embedding) {
    double squared = 0;
    for (float value : embedding)
        squared += static_cast<double>(value) * value;
    if (!(squared > 0)) return;
    const double factor = 1 / std::sqrt(squared);
    for (float& value : embedding)
        value = static_cast<float>(value * factor);
}

}  // namespace reid

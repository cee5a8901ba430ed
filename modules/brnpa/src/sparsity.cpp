// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <algorithm>

#include "attention_view.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

double sparsity(InputArray maps, InputArray norms) {
    if (norms.empty()) CV_Error(Error::StsBadSize, "BRNPA: norms are empty");
    const AttentionView view(maps, norms);
    const size_t pixels = view.pixels();
    // The maximum of the norms cancels when a map is divided by its own maximum.
    double total = 0;
    for (int k = 0; k < view.parts; ++k) {
        const float* map = view.map(k);
        double sum = 0, greatest = 0;
        for (size_t i = 0; i < pixels; ++i) {
            const double weighted = static_cast<double>(map[i]) * view.norms()[i];
            sum += weighted;
            greatest = std::max(greatest, weighted);
        }
        if (greatest > 0 || cvIsNaN(sum)) total += sum / greatest;
    }
    return total / (static_cast<double>(view.parts) * static_cast<double>(pixels));
}

double reciprocalSparsity(InputArray maps, InputArray norms) {
    return 1. / sparsity(maps, norms);
}

}  // namespace brnpa
}  // namespace cv

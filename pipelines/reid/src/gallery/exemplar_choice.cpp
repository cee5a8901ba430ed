#include "gallery/exemplar_choice.hpp"

#include <limits>

namespace reid {

size_t leastMissedView(const std::vector<Embedding>& views, Metric metric) {
    CV_CheckGE(views.size(), size_t{2}, "leastMissedView: two views are needed");
    const auto count = static_cast<int>(views.size());
    cv::Mat1d apart(count, count, std::numeric_limits<double>::infinity());
    int first = 0, second = 1;
    for (int i = 0; i < count; ++i) {
        for (int j = i + 1; j < count; ++j) {
            apart(i, j) = apart(j, i) = distance(views[static_cast<size_t>(i)], views[static_cast<size_t>(j)], metric);
            if (apart(i, j) < apart(first, second)) {
                first = i;
                second = j;
            }
        }
    }
    const auto nearestThird = [&](int view, int twin) {
        double nearest = std::numeric_limits<double>::infinity();
        for (int other = 0; other < count; ++other) {
            if (other != view && other != twin) nearest = std::min(nearest, apart(view, other));
        }
        return nearest;
    };
    return static_cast<size_t>(nearestThird(first, second) < nearestThird(second, first) ? first : second);
}

}  // namespace reid

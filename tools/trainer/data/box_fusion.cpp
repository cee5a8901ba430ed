#include "data/box_fusion.hpp"

#include <algorithm>

namespace brnpa::trainer {
namespace {

//! Boxes of one person.
struct Cluster {
    void add(const FoundPerson& box) {
        ++boxes;
        scores += box.score;
        topLeft += cv::Point2d(box.place.tl()) * box.score;
        bottomRight += cv::Point2d(box.place.br()) * box.score;
        place = cv::Rect2d(topLeft / scores, bottomRight / scores);
    }

    std::size_t boxes = 0;
    double scores = 0;
    cv::Point2d topLeft, bottomRight;  // weighted sums
    cv::Rect2d place;
};

double intersectionOverUnion(const cv::Rect2d& a, const cv::Rect2d& b) {
    const double common = (a & b).area(), all = a.area() + b.area() - common;
    return all > 0 ? common / all : 0;
}

}  // namespace

std::vector<FoundPerson> fuseBoxes(const std::vector<std::vector<FoundPerson>>& found, double overlap) {
    std::vector<FoundPerson> boxes;
    for (const auto& detector : found)
        for (const auto& box : detector)
            if (box.score > 0) boxes.push_back(box);
    const auto higher = [](const FoundPerson& a, const FoundPerson& b) { return a.score > b.score; };
    std::stable_sort(boxes.begin(), boxes.end(), higher);
    std::vector<Cluster> clusters;
    for (const auto& box : boxes) {
        Cluster* nearest = nullptr;
        double most = overlap;
        for (auto& cluster : clusters) {
            const double here = intersectionOverUnion(cluster.place, cv::Rect2d(box.place));
            if (here > most) {
                most = here;
                nearest = &cluster;
            }
        }
        (nearest != nullptr ? *nearest : clusters.emplace_back()).add(box);
    }
    std::vector<FoundPerson> fused;
    for (const auto& cluster : clusters) {
        const auto agreeing = static_cast<double>(std::min(cluster.boxes, found.size()));
        const double score =
            cluster.scores / static_cast<double>(cluster.boxes) * agreeing / static_cast<double>(found.size());
        fused.push_back({cv::Rect2f(cluster.place), static_cast<float>(score)});
    }
    std::stable_sort(fused.begin(), fused.end(), higher);
    return fused;
}

}  // namespace brnpa::trainer

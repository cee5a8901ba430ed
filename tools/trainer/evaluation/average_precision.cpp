#include "evaluation/average_precision.hpp"

#include <algorithm>
#include <numeric>

namespace brnpa::trainer {
namespace {

constexpr std::size_t mostFound = 100;  // in a picture
constexpr int recallSteps = 100;
constexpr double recallStep = 0.01;  // a multiple of it, not a quotient: the last bit decides at a recall of 0.35
constexpr double operatingOverlap = 0.5;

//! A found box that counts.
struct Verdict {
    float score;
    bool right;
};

struct Verdicts {
    std::vector<Verdict> found;  //!< highest score first
    std::size_t demanded = 0;    //!< boxes of the truth that count
};

//! COCO's overlap: IoU, or the share of the found box where the other one is a crowd.
double cocoOverlap(const cv::Rect2d& found, const cv::Rect2d& truth, bool isCrowd) {
    const double shared = (found & truth).area();
    const double together = isCrowd ? found.area() : found.area() + truth.area() - shared;
    return together > 0 ? shared / together : 0;
}

struct TruthBox {
    cv::Rect2d place;
    bool isCrowd, ignored;
    bool matched = false;
};

//! Boxes that count first: they are preferred.
std::vector<TruthBox> truthOf(const PictureFindings& picture, const BoxFilter& counts) {
    std::vector<TruthBox> truth;
    for (const auto& box : picture.truth)
        truth.push_back({box.place, box.ignored, box.ignored || (counts && !counts(box.place))});
    std::stable_partition(truth.begin(), truth.end(), [](const TruthBox& box) { return !box.ignored; });
    return truth;
}

//! The box that a found one takes; nullptr: none.
TruthBox* matchOf(const cv::Rect2d& found, std::vector<TruthBox>& truth, double overlap) {
    TruthBox* best = nullptr;
    double highest = std::min(overlap, 1 - 1e-10);
    for (auto& box : truth) {
        if (box.matched && !box.isCrowd) continue;
        if (best != nullptr && !best->ignored && box.ignored) break;
        const double shared = cocoOverlap(found, box.place, box.isCrowd);
        if (shared < highest) continue;
        highest = shared;
        best = &box;
    }
    return best;
}

void judge(const PictureFindings& picture, double overlap, const BoxFilter& counts, Verdicts& verdicts) {
    auto truth = truthOf(picture, counts);
    verdicts.demanded += static_cast<std::size_t>(
        std::count_if(truth.begin(), truth.end(), [](const TruthBox& box) { return !box.ignored; }));
    auto found = picture.found;
    std::stable_sort(found.begin(), found.end(),
                     [](const FoundPerson& a, const FoundPerson& b) { return a.score > b.score; });
    found.resize(std::min(found.size(), mostFound));
    for (const auto& person : found) {
        TruthBox* match = matchOf(person.place, truth, overlap);
        if (match != nullptr) match->matched = true;
        const bool excused = match != nullptr ? match->ignored : counts && !counts(person.place);
        if (!excused) verdicts.found.push_back({person.score, match != nullptr});
    }
}

Verdicts judgeAll(const std::vector<PictureFindings>& pictures, double overlap, const BoxFilter& counts) {
    Verdicts verdicts;
    for (const auto& picture : pictures)
        judge(picture, overlap, counts, verdicts);
    std::stable_sort(verdicts.found.begin(), verdicts.found.end(),
                     [](const Verdict& a, const Verdict& b) { return a.score > b.score; });
    return verdicts;
}

}  // namespace

double averagePrecision(const std::vector<PictureFindings>& pictures, double overlap, const BoxFilter& counts) {
    const Verdicts verdicts = judgeAll(pictures, overlap, counts);
    if (verdicts.demanded == 0) return -1;
    std::vector<double> precision, recall;
    double right = 0;
    for (const auto& verdict : verdicts.found) {
        right += verdict.right ? 1 : 0;
        precision.push_back(right / static_cast<double>(precision.size() + 1));
        recall.push_back(right / static_cast<double>(verdicts.demanded));
    }
    for (std::size_t i = precision.size(); i-- > 1;)
        precision[i - 1] = std::max(precision[i - 1], precision[i]);
    double sum = 0;
    for (int step = 0; step <= recallSteps; ++step) {
        const auto reached = std::lower_bound(recall.begin(), recall.end(), step * recallStep);
        if (reached != recall.end()) sum += precision[static_cast<std::size_t>(reached - recall.begin())];
    }
    return sum / (recallSteps + 1);
}

double meanAveragePrecision(const std::vector<PictureFindings>& pictures, const BoxFilter& counts) {
    constexpr int overlaps = 10;
    double sum = 0;
    for (int i = 0; i < overlaps; ++i)
        sum += averagePrecision(pictures, 0.5 + 0.05 * i, counts);
    return sum / overlaps;
}

OperatingPoint bestOperatingPoint(const std::vector<PictureFindings>& pictures) {
    const Verdicts verdicts = judgeAll(pictures, operatingOverlap, {});
    OperatingPoint best;
    double right = 0;
    for (std::size_t i = 0; i < verdicts.found.size() && verdicts.demanded > 0; ++i) {
        right += verdicts.found[i].right ? 1 : 0;
        // Equal scores are kept or dropped together.
        if (i + 1 < verdicts.found.size() && verdicts.found[i + 1].score == verdicts.found[i].score) continue;
        const double precision = right / static_cast<double>(i + 1);
        const double recall = right / static_cast<double>(verdicts.demanded);
        const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        if (f1 > best.f1) best = {verdicts.found[i].score, precision, recall, f1};
    }
    return best;
}

}  // namespace brnpa::trainer

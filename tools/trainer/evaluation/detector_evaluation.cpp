#include "evaluation/detector_evaluation.hpp"

#include <fmt/format.h>

#include <map>

#include "common/progress.hpp"
#include "data/letterbox.hpp"

namespace brnpa::trainer {
namespace {

constexpr double lowestScore = 0.01;  // that takes part, as in YOLOX's evaluation

struct HeightRange {
    const char* name;
    double low, high;  // pixels of the input
};
constexpr HeightRange heightRanges[] = {{"below 32 pixels", 0, 32},
                                        {"32 to 64 pixels", 32, 64},
                                        {"64 to 128 pixels", 64, 128},
                                        {"128 pixels and more", 128, 1e9}};

DetectionFigures figuresOf(const std::string& which, const std::vector<PictureFindings>& pictures,
                           const BoxFilter& counts = {}) {
    DetectionFigures figures{which, 0, pictures.size()};
    for (const auto& picture : pictures)
        for (const auto& box : picture.truth)
            figures.people += !box.ignored && (!counts || counts(box.place)) ? 1 : 0;
    if (figures.people == 0) return figures;
    figures.ap = meanAveragePrecision(pictures, counts);
    figures.ap50 = averagePrecision(pictures, 0.5, counts);
    figures.ap75 = averagePrecision(pictures, 0.75, counts);
    return figures;
}

//! Boxes in pixels of the input, in which pictures of all sizes can be compared.
PictureFindings inPixelsOfTheInput(const DetectionSample& sample, const std::vector<FoundPerson>& found,
                                   cv::Size input) {
    const auto scale = static_cast<float>(letterboxScale(sample.picture.size(), input));
    const auto scaled = [scale](const cv::Rect2f& box) {
        return cv::Rect2f(box.x * scale, box.y * scale, box.width * scale, box.height * scale);
    };
    PictureFindings findings;
    for (const auto& box : sample.boxes)
        findings.truth.push_back({scaled(box.place), box.ignored});
    for (const auto& person : found)
        findings.found.push_back({scaled(person.place), person.score});
    return findings;
}

nlohmann::ordered_json figuresJson(const DetectionFigures& figures) {
    return {{"which", figures.which}, {"pictures", figures.pictures}, {"people", figures.people},
            {"AP", figures.ap},       {"AP50", figures.ap50},         {"AP75", figures.ap75}};
}

std::string line(const DetectionFigures& figures) {
    const auto percent = [](double value) { return value < 0 ? std::string("-") : fmt::format("{:.1f}", 100 * value); };
    return fmt::format("  {:24} {:>8} {:>8} {:>8} {:>8} {:>8}\n", figures.which, figures.pictures, figures.people,
                       percent(figures.ap), percent(figures.ap50), percent(figures.ap75));
}

}  // namespace

DetectionEvaluation evaluateDetector(Detector& detector, const PersonPictures& pictures, cv::Size input) {
    std::vector<PictureFindings> findings;
    std::map<std::string, std::vector<PictureFindings>> bySource;
    Progress progress("detecting");
    for (std::size_t i = 0; i < pictures.samples.size(); ++i) {
        const auto& sample = pictures.samples[i];
        findings.push_back(inPixelsOfTheInput(sample, findPeople(detector, sample.picture, input, lowestScore), input));
        bySource[pictures.list[i].source].push_back(findings.back());
        progress.update(static_cast<double>(i + 1) / static_cast<double>(pictures.samples.size()),
                        fmt::format("{} of {} pictures", i + 1, pictures.samples.size()));
    }
    DetectionEvaluation evaluation;
    evaluation.input = input;
    evaluation.protocol = fmt::format(
        "COCO's average precision, {} pictures at {} x {}, scores from {:g} on, non-maximum suppression at IoU {:g}",
        findings.size(), input.width, input.height, lowestScore, detector.description().overlap);
    evaluation.all = figuresOf("all", findings);
    for (const auto& [source, some] : bySource)
        evaluation.sources.push_back(figuresOf(source, some));
    for (const auto& range : heightRanges)
        evaluation.heights.push_back(figuresOf(range.name, findings, [&](const cv::Rect2f& box) {
            return box.height >= range.low && box.height < range.high;
        }));
    evaluation.best = bestOperatingPoint(findings);
    return evaluation;
}

nlohmann::ordered_json toJson(const DetectionEvaluation& evaluation) {
    nlohmann::ordered_json json{{"dataset", evaluation.dataset},
                                {"protocol", evaluation.protocol},
                                {"pictures", evaluation.all.pictures},
                                {"people", evaluation.all.people},
                                {"AP", evaluation.all.ap},
                                {"AP50", evaluation.all.ap50},
                                {"AP75", evaluation.all.ap75},
                                {"sources", nlohmann::ordered_json::array()},
                                {"heights", nlohmann::ordered_json::array()},
                                {"best_f1",
                                 {{"score", evaluation.best.score},
                                  {"precision", evaluation.best.precision},
                                  {"recall", evaluation.best.recall},
                                  {"f1", evaluation.best.f1}}}};
    for (const auto& figures : evaluation.sources)
        json["sources"].push_back(figuresJson(figures));
    for (const auto& figures : evaluation.heights)
        json["heights"].push_back(figuresJson(figures));
    return json;
}

std::string toTable(const DetectionEvaluation& evaluation) {
    std::string text = fmt::format("{}\n{}\n\n  {:24} {:>8} {:>8} {:>8} {:>8} {:>8}\n", evaluation.dataset,
                                   evaluation.protocol, "", "pictures", "people", "AP %", "AP50 %", "AP75 %");
    text += line(evaluation.all);
    for (const auto& figures : evaluation.sources)
        text += line(figures);
    for (const auto& figures : evaluation.heights)
        text += line(figures);
    return text +
           fmt::format("\nBest F1 at IoU 0.5: {:.1f} % (precision {:.1f} %, recall {:.1f} %) with the score {:.2f}\n",
                       100 * evaluation.best.f1, 100 * evaluation.best.precision, 100 * evaluation.best.recall,
                       evaluation.best.score);
}

}  // namespace brnpa::trainer

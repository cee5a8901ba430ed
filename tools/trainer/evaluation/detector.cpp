#include "evaluation/detector.hpp"

#include <cmath>
#include <opencv2/dnn.hpp>

#include "data/letterbox.hpp"
#include "losses/sim_ota.hpp"

namespace brnpa::trainer {

cv::Mat detectorBlob(const cv::Mat& picture, cv::Size input, const DetectorDescription& description) {
    const cv::Mat boxed = letterbox(picture, input);
    cv::Mat blob({1, 3, input.height, input.width}, CV_32F);
    for (int c = 0; c < 3; ++c) {
        const auto channel = static_cast<std::size_t>(c);
        const double scale = 1 / description.std[channel];
        cv::Mat plane(input, CV_32F, blob.ptr<float>(0, c)), bytes;
        cv::extractChannel(boxed, bytes, description.rgb ? c : 2 - c);
        bytes.convertTo(plane, CV_32F, scale, -description.mean[channel] * scale);
    }
    return blob;
}

std::vector<FoundPerson> readDetections(const cv::Mat& rows, cv::Size input, const std::vector<int>& strides,
                                        double lowestScore, double overlap) {
    const auto cells = gridCells(input, strides);
    CV_Assert(rows.rows == static_cast<int>(cells.size()) && rows.cols == 6 && rows.type() == CV_32F);
    std::vector<cv::Rect2d> places;
    std::vector<float> scores;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const float* row = rows.ptr<float>(static_cast<int>(i));
        const float score = row[4] * row[5];
        if (!(score >= static_cast<float>(lowestScore))) continue;
        const double stride = cells[i].stride;
        const double width = std::exp(static_cast<double>(row[2])) * stride;
        const double height = std::exp(static_cast<double>(row[3])) * stride;
        const double x = (static_cast<double>(row[0]) + cells[i].column) * stride;
        const double y = (static_cast<double>(row[1]) + cells[i].row) * stride;
        places.emplace_back(x - width / 2, y - height / 2, width, height);
        scores.push_back(score);
    }
    std::vector<int> kept;
    cv::dnn::NMSBoxes(places, scores, 0, static_cast<float>(overlap), kept);
    std::vector<FoundPerson> found;
    for (const int index : kept) {
        const auto i = static_cast<std::size_t>(index);
        found.push_back({cv::Rect2f(places[i]), scores[i]});
    }
    return found;
}

std::vector<FoundPerson> findPeople(Detector& detector, const cv::Mat& picture, cv::Size input, double lowestScore) {
    const auto& description = detector.description();
    auto found = readDetections(detector.run(detectorBlob(picture, input, description)), input, description.strides,
                                lowestScore, description.overlap);
    const auto scale = static_cast<float>(1 / letterboxScale(picture.size(), input));
    for (auto& person : found)
        person.place = {person.place.x * scale, person.place.y * scale, person.place.width * scale,
                        person.place.height * scale};
    return found;
}

}  // namespace brnpa::trainer

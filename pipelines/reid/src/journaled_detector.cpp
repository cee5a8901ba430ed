#include "reid/journaled_detector.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "exact_number.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

// A line for each call: [[left, top, width, height, confidence], ...].

std::string lineOf(const std::vector<Detection>& detections) {
    nlohmann::json line = nlohmann::json::array();
    for (const Detection& detection : detections) {
        const cv::Rect2f& box = detection.box;
        line.push_back({exactNumber(box.x), exactNumber(box.y), exactNumber(box.width), exactNumber(box.height),
                        exactNumber(detection.confidence)});
    }
    return line.dump();
}

/// Empty for a line that was not written whole.
std::optional<std::vector<Detection>> detectionsIn(const std::string& text) {
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!line.is_array()) return std::nullopt;
    std::vector<Detection> detections;
    for (const nlohmann::json& entry : line) {
        if (!entry.is_array() || entry.size() != 5) return std::nullopt;
        if (!std::all_of(entry.begin(), entry.end(), [](const nlohmann::json& value) { return value.is_number(); }))
            return std::nullopt;
        const auto number = [&](size_t index) { return entry[index].get<float>(); };
        detections.push_back({{number(0), number(1), number(2), number(3)}, number(4)});
    }
    return detections;
}

}  // namespace

JournaledDetector::JournaledDetector(std::unique_ptr<Detector> detector, std::string path, std::string subject)
    : detector_(std::move(detector)), path_(std::move(path)), subject_(std::move(subject)) {
    CV_Assert(detector_ && subject_.find('\n') == std::string::npos);
}

void JournaledDetector::open() {
    std::ifstream earlier(path_, std::ios::binary);
    std::string line;
    uintmax_t whole = 0;  // bytes up to the end of the last line that is
    const bool isOurs = std::getline(earlier, line) && !earlier.eof() && line == subject_;
    if (isOurs) {
        whole = line.size() + 1;
        while (std::getline(earlier, line) && !earlier.eof()) {  // a line without an end is half a line
            std::optional<std::vector<Detection>> detections = detectionsIn(line);
            if (!detections) break;
            known_.push_back(std::move(*detections));
            whole += line.size() + 1;
        }
        std::reverse(known_.begin(), known_.end());
        std::error_code failure;
        std::filesystem::resize_file(path_, whole, failure);
        if (failure) fail(failure.message().c_str());
    }
    errno = 0;
    journal_.open(path_, std::ios::binary | (isOurs ? std::ios::app : std::ios::trunc));
    if (!isOurs) journal_ << subject_ << '\n' << std::flush;
    if (!journal_) fail(std::strerror(errno));
    opened_ = true;
}

void JournaledDetector::fail(const char* what) const {
    throw ResourceError("The file \"" + path_ + "\" cannot be written: " + what + ".");
}

void JournaledDetector::expect(const cv::Mat& frame) {
    if (!opened_) open();
    if (expected_ >= known_.size()) detector_->expect(frame);
    ++expected_;
}

std::vector<Detection> JournaledDetector::detect(const cv::Mat& frame) {
    if (!opened_) open();
    if (expected_ > 0) --expected_;
    if (!known_.empty()) {
        std::vector<Detection> detections = std::move(known_.back());
        known_.pop_back();
        return detections;
    }
    std::vector<Detection> detections = detector_->detect(frame);
    errno = 0;
    // Left to the system at once: a program that is killed takes nothing of it along.
    journal_ << lineOf(detections) << '\n' << std::flush;
    if (!journal_) fail(std::strerror(errno));
    return detections;
}

}  // namespace reid

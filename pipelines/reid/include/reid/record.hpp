#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reid/person_pipeline.hpp"

namespace reid {

constexpr int RECORD_SCHEMA_VERSION = 4;

/// Where one part looks, in the units of the box: 0..1 from left to right and from top to bottom.
struct PartSummary {
    cv::Point2d centroid;
    double spread;  ///< root of the mean squared distance from the centroid
    double share;   ///< of this part in the sum of map x norm over all parts, 0..1
};

/// One per attention map, in their order; weights are map x norm. Negative and not finite weights count as 0; a map
/// without any weight is summarized as if it were uniform.
/// @param maps K x h x w, CV_32F; empty: no summaries. @param norms h x w, CV_32F.
/// @throws cv::Exception when the shapes do not fit.
std::vector<PartSummary> summarizeSaliency(const cv::Mat& maps, const cv::Mat& norms);

/// One line of records.jsonl: one person in one frame (docs/records.md, docs/record.schema.json).
struct Record {
    int64_t frame;  ///< from 0
    int64_t ptsNs;  ///< presentation time, nanoseconds from the beginning of the stream
    Person person;
};

/// Pixels rounded to two decimals, other numbers to four; what is not known is null.
nlohmann::ordered_json toJson(const Record& record);

/// The text of the same, behind what is there already. Without a line break.
/// @throws nlohmann::json::exception for a name that is not UTF-8.
void appendRecord(std::string& text, int64_t frame, int64_t ptsNs, const Person& person);

}  // namespace reid

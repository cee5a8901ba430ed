#include "threshold_json.hpp"

#include <algorithm>
#include <limits>

#include "reid/threshold_list.hpp"

namespace reid {

namespace {

constexpr double INFINITE = std::numeric_limits<double>::infinity();

}  // namespace

std::vector<Threshold> readThresholds(const JsonFields& root) {
    std::vector<Threshold> thresholds;
    for (const JsonFields& fields : root.objects("thresholds")) {
        thresholds.push_back({fields.number("false_accept_rate", 0, 1), fields.number("distance", 0, INFINITE),
                              fields.number("low", 0, INFINITE), fields.number("high", 0, INFINITE),
                              fields.text("calibrated_on")});
    }
    std::stable_sort(thresholds.begin(), thresholds.end(),
                     [](const Threshold& a, const Threshold& b) { return a.falseAcceptRate < b.falseAcceptRate; });
    return thresholds;
}

nlohmann::ordered_json toJson(const std::vector<Threshold>& thresholds) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Threshold& threshold : thresholds) {
        json.push_back({{"false_accept_rate", threshold.falseAcceptRate},
                        {"distance", threshold.distance},
                        {"low", threshold.low},
                        {"high", threshold.high},
                        {"calibrated_on", threshold.calibratedOn}});
    }
    return json;
}

}  // namespace reid

#pragma once

#include <nlohmann/json.hpp>
#include <ostream>

#include "reid/tracking_metrics.hpp"

/// Prints the figures and what each of them means, for people.
/// @param overlap that boxes had to have to match.
void printReport(const reid::TrackingMetrics& metrics, double overlap, std::ostream& out);

/// The same for programs: shares of 0..1, and HOTA for each overlap.
nlohmann::ordered_json toJson(const reid::TrackingMetrics& metrics);

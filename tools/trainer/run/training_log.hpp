#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! One line of a training's log; what the line does not say is absent.
struct LogRecord {
    double epoch = 0;  //!< 1 behind the first one; may have a fraction
    std::optional<double> step, loss, learningRate, imagesPerSecond;
    std::optional<double> accuracy, waitingShare, rank1, meanAveragePrecision;  //!< 0..1
    std::optional<double> averagePrecision, averagePrecision50;                 //!< of a detector; 0..1
};

//! One line of a log. @throws nlohmann::json::exception where it is no JSON object with an epoch.
LogRecord logRecordOf(const nlohmann::json& json);

/** Reads a log of JSON lines: {"epoch": 3, "step": 600, "loss": 2.5, "accuracy": 0.7, "learning_rate": 1e-3,
"images_per_second": 80, "waiting_share": 0.01, "validation": {"rank1": 0.5, "mAP": 0.3}}; a detector's validation has
AP and AP50. Any key but the epoch may be missing or null; others are ignored. So is a last line that was not written to
its end.

@throws InputError that names the file and the line. */
std::vector<LogRecord> readTrainingLog(const std::string& path);

}  // namespace brnpa::trainer

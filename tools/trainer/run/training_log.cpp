#include "run/training_log.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

std::optional<double> numberOf(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    return found->get<double>();
}

}  // namespace

LogRecord logRecordOf(const nlohmann::json& json) {
    LogRecord record;
    record.epoch = json.at("epoch").get<double>();
    record.step = numberOf(json, "step");
    record.loss = numberOf(json, "loss");
    record.accuracy = numberOf(json, "accuracy");
    record.learningRate = numberOf(json, "learning_rate");
    record.imagesPerSecond = numberOf(json, "images_per_second");
    record.waitingShare = numberOf(json, "waiting_share");
    const auto validation = json.find("validation");
    if (validation != json.end() && validation->is_object()) {
        record.rank1 = numberOf(*validation, "rank1");
        record.meanAveragePrecision = numberOf(*validation, "mAP");
        record.averagePrecision = numberOf(*validation, "AP");
        record.averagePrecision50 = numberOf(*validation, "AP50");
    }
    return record;
}

std::vector<LogRecord> readTrainingLog(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw InputError("cannot open the log " + path);
    std::vector<LogRecord> records;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            records.push_back(logRecordOf(nlohmann::json::parse(line)));
        } catch (const nlohmann::json::exception&) {
            // Only a line that no newline ends can be one that was being written.
            if (file.eof()) break;
            throw InputError(
                fmt::format("line {} of the log {} is not a JSON object with an epoch and numbers", number, path));
        }
    }
    return records;
}

}  // namespace brnpa::trainer

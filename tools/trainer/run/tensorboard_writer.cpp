#include "run/tensorboard_writer.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>

#include "common/errors.hpp"
#include "run/crc32c.hpp"

namespace brnpa::trainer {
namespace {

namespace fs = std::filesystem;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

// tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
constexpr int eventWallTime = 1, eventStep = 2, eventFileVersion = 3, eventSummary = 5;
constexpr int summaryValue = 1, valueTag = 1, valueSimpleValue = 2;
const std::string fileVersion = "brain.Event:2";

double secondsSinceEpoch() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

template <class Write>
std::string message(Write write) {
    std::string bytes;
    google::protobuf::io::StringOutputStream stream(&bytes);
    CodedOutputStream coded(&stream);
    write(&coded);
    coded.Trim();
    return bytes;
}

std::string littleEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

// TFRecord hides checksums in this way, so that checksums of data with checksums in it stay good ones.
std::string maskedCrc(const std::string& bytes) {
    const std::uint32_t crc = crc32c(bytes);
    return littleEndian(((crc >> 15) | (crc << 17)) + 0xa282ead8u, 4);
}

std::string fileName() {
    char host[256] = "localhost";
    ::gethostname(host, sizeof host - 1);
    return fmt::format("events.out.tfevents.{:.0f}.{}.{}", std::floor(secondsSinceEpoch()), host, ::getpid());
}

}  // namespace

TensorboardWriter::TensorboardWriter(const std::string& folder) : path_((fs::path(folder) / fileName()).string()) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw ResourceError(fmt::format("cannot make the folder {}: {}", folder, error.message()));
    file_.open(path_, std::ios::binary | std::ios::app);
    writeRecord(message([](CodedOutputStream* event) {
        WireFormatLite::WriteDouble(eventWallTime, secondsSinceEpoch(), event);
        WireFormatLite::WriteString(eventFileVersion, fileVersion, event);
    }));
}

void TensorboardWriter::write(std::int64_t step, const std::vector<std::pair<std::string, double>>& scalars) {
    const std::string summary = message([&](CodedOutputStream* stream) {
        for (const auto& [tag, number] : scalars) {
            const std::string value = message([tag = tag, number = number](CodedOutputStream* fields) {
                WireFormatLite::WriteString(valueTag, tag, fields);
                WireFormatLite::WriteFloat(valueSimpleValue, static_cast<float>(number), fields);
            });
            WireFormatLite::WriteBytes(summaryValue, value, stream);
        }
    });
    writeRecord(message([&](CodedOutputStream* event) {
        WireFormatLite::WriteDouble(eventWallTime, secondsSinceEpoch(), event);
        WireFormatLite::WriteInt64(eventStep, step, event);
        WireFormatLite::WriteBytes(eventSummary, summary, event);
    }));
}

void TensorboardWriter::write(const LogRecord& record) {
    std::vector<std::pair<std::string, double>> scalars{{"train/epoch", record.epoch}};
    const auto add = [&](const char* tag, const std::optional<double>& number) {
        if (number) scalars.emplace_back(tag, *number);
    };
    add("train/loss", record.loss);
    add("train/accuracy", record.accuracy);
    add("train/learning_rate", record.learningRate);
    add("train/images_per_second", record.imagesPerSecond);
    add("train/waiting_share", record.waitingShare);
    add("validation/rank1", record.rank1);
    add("validation/mAP", record.meanAveragePrecision);
    add("validation/AP", record.averagePrecision);
    add("validation/AP50", record.averagePrecision50);
    write(std::llround(record.step.value_or(record.epoch)), scalars);
}

void TensorboardWriter::writeRecord(const std::string& data) {
    const std::string length = littleEndian(data.size(), 8);
    file_ << length << maskedCrc(length) << data << maskedCrc(data);
    if (!file_.flush()) throw ResourceError("cannot write the event file " + path_);
}

}  // namespace brnpa::trainer

#include "run/tensorboard_writer.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <ctime>
#include <map>

#include "common/errors.hpp"
#include "run/crc32c.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

// RFC 3720, appendix B.4, and the usual check value.
TEST(Crc32c, PublishedValues) {
    EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
    EXPECT_EQ(crc32c(""), 0u);
}

// A parser of protobuf's wire format, by its specification: field number -> raw content (varints as 8 bytes).
using Fields = std::multimap<int, std::string>;

std::uint64_t varint(const std::string& bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes.at(at++));
        value |= static_cast<std::uint64_t>(byte & 0x7fu) << shift;
        if (byte < 0x80) return value;
    }
}

Fields fieldsOf(const std::string& message) {
    Fields fields;
    for (std::size_t at = 0; at < message.size();) {
        const std::uint64_t key = varint(message, at);
        std::string content;
        if (key % 8 == 0) {
            const std::uint64_t value = varint(message, at);
            content.assign(reinterpret_cast<const char*>(&value), sizeof value);
        } else {
            const std::size_t size = key % 8 == 1 ? 8 : key % 8 == 5 ? 4 : varint(message, at);
            if (at + size > message.size()) throw std::runtime_error("a field ends behind its message");
            content = message.substr(at, size);
            at += size;
        }
        fields.emplace(static_cast<int>(key / 8), content);
    }
    return fields;
}

template <class Number>
Number as(const std::string& bytes) {
    Number number;
    EXPECT_EQ(bytes.size(), sizeof number);
    std::memcpy(&number, bytes.data(), sizeof number);
    return number;
}

std::uint32_t unmasked(std::uint32_t masked) {
    const std::uint32_t turned = masked - 0xa282ead8u;
    return (turned >> 17) | (turned << 15);
}

//! The records of a TFRecord file; expects the checksums.
std::vector<std::string> recordsOf(const std::string& file) {
    std::vector<std::string> records;
    for (std::size_t at = 0; at < file.size();) {
        const std::string length = file.substr(at, 8);
        EXPECT_EQ(unmasked(as<std::uint32_t>(file.substr(at + 8, 4))), crc32c(length));
        const auto size = as<std::uint64_t>(length);
        records.push_back(file.substr(at + 12, size));
        EXPECT_EQ(unmasked(as<std::uint32_t>(file.substr(at + 12 + size, 4))), crc32c(records.back()));
        at += 16 + size;
    }
    return records;
}

std::map<std::string, float> scalarsOf(const Fields& event) {
    std::map<std::string, float> scalars;
    const Fields summary = fieldsOf(event.find(5)->second);
    for (const auto& [number, content] : summary) {
        EXPECT_EQ(number, 1);
        const Fields value = fieldsOf(content);
        scalars[value.find(1)->second] = as<float>(value.find(2)->second);
    }
    return scalars;
}

TEST(TensorboardWriter, WritesEventsThatAnotherParserReads) {
    const TemporaryFolder folder;
    const auto before = static_cast<double>(std::time(nullptr));
    TensorboardWriter writer(folder.file("board"));
    writer.write(300, {{"train/loss", 2.5}, {"train/accuracy", 0.125}});
    writer.write(std::int64_t{1} << 40, {{"train/loss", -1}});
    LogRecord record;
    record.epoch = 3;
    record.learningRate = 0.5;
    record.rank1 = 0.75;
    writer.write(record);
    // Readable while the writer lives.
    const auto records = recordsOf(contentOf(writer.path()));
    ASSERT_EQ(records.size(), 4u);
    std::vector<Fields> events;
    for (const auto& data : records) {
        events.push_back(fieldsOf(data));
        EXPECT_GE(as<double>(events.back().find(1)->second), before);
        EXPECT_LE(as<double>(events.back().find(1)->second), static_cast<double>(std::time(nullptr)) + 1);
    }
    EXPECT_EQ(events[0].find(3)->second, "brain.Event:2");
    EXPECT_EQ(as<std::int64_t>(events[1].find(2)->second), 300);
    EXPECT_EQ(scalarsOf(events[1]), (std::map<std::string, float>{{"train/loss", 2.5f}, {"train/accuracy", 0.125f}}));
    EXPECT_EQ(as<std::int64_t>(events[2].find(2)->second), std::int64_t{1} << 40);
    EXPECT_EQ(scalarsOf(events[2]), (std::map<std::string, float>{{"train/loss", -1.0f}}));
    EXPECT_EQ(as<std::int64_t>(events[3].find(2)->second), 3);
    EXPECT_EQ(scalarsOf(events[3]),
              (std::map<std::string, float>{
                  {"train/epoch", 3.0f}, {"train/learning_rate", 0.5f}, {"validation/rank1", 0.75f}}));
    EXPECT_EQ(std::filesystem::path(writer.path()).filename().string().rfind("events.out.tfevents.", 0), 0u);
}

TEST(TensorboardWriter, AFolderThatCannotBeMadeIsNamed) {
    const TemporaryFolder folder;
    const std::string file = folder.write("file", "");
    EXPECT_THROW(TensorboardWriter(file + "/board"), ResourceError);
}

}  // namespace
}  // namespace brnpa::trainer

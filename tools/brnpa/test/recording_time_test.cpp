#include "recording_time.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include <chrono>
#include <fstream>

#include "reid/errors.hpp"

namespace {

constexpr int64_t LEAP_DAY = 951782400000;  // 2000-02-29, midnight UTC

class RecordingTimeTest : public testing::Test {
  protected:
    RecordingTimeTest() {
        setenv("TZ", "XYZ-2", 1);  // two hours before UTC, no summer time
        tzset();
    }
    ~RecordingTimeTest() override {
        unsetenv("TZ");
        tzset();
    }
};

TEST_F(RecordingTimeTest, aTimeIsTheSameForEveryVideo) {
    EXPECT_EQ(recordingTimeMs("2000-02-29T02:00", "yard.mp4", std::nullopt), LEAP_DAY);
    EXPECT_TRUE(isOneTime("2000-02-29"));
}

TEST_F(RecordingTimeTest, aPatternIsFoundInTheName) {
    for (const char* name : {"20000229-020000.mp4", "yard_20000229-020000.mp4",
                             "/films/1999/cam7 20000229-020000-x.mkv", "rtsp://camera/20000229-020000"})
        EXPECT_EQ(recordingTimeMs("%Y%m%d-%H%M%S", name, std::nullopt), LEAP_DAY) << name;
    EXPECT_EQ(recordingTimeMs("%Y-%m-%d", "yard 2000-02-29.avi", std::nullopt), LEAP_DAY - 2 * 3600 * 1000);
    EXPECT_EQ(recordingTimeMs("%Y%m%d-%H%M%S", "NVR12345678-20000229-020000.avi", std::nullopt), LEAP_DAY)
        << "a serial number is no date";
    for (const char* name :
         {"120000229-020000.avi", "20000229-0200001.avi", "20000231-020000.avi", "2000229-020000.avi"})
        EXPECT_THROW(recordingTimeMs("%Y%m%d-%H%M%S", name, std::nullopt), reid::InputError) << name;
    EXPECT_THROW(recordingTimeMs("%Y%m%d%H%M%S", "Camera 1 2000022902000.mp4", std::nullopt), reid::InputError);
    EXPECT_FALSE(isOneTime("%Y"));
    try {
        recordingTimeMs("%Y%m%d-%H%M%S", "films/20000229-020000/yard.mp4", std::nullopt);
        FAIL() << "the folder's name is another matter";
    } catch (const reid::InputError& error) {
        EXPECT_STREQ(error.what(), "The name yard.mp4 holds no time like the %Y%m%d-%H%M%S of --recorded-at.");
    }
}

TEST_F(RecordingTimeTest, aFileIsClosedAtItsEnd) {
    const std::string path = testing::TempDir() + "recording_time_test.mp4";
    std::ofstream(path) << "film";
    const timespec times[2] = {{0, UTIME_OMIT}, {LEAP_DAY / 1000, 250000000}};
    ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    EXPECT_EQ(recordingTimeMs("modified", path, 1500000000), LEAP_DAY + 250 - 1500);
    EXPECT_EQ(recordingTimeMs("modified", path, 0), LEAP_DAY + 250);
    EXPECT_THROW(recordingTimeMs("modified", path, std::nullopt), reid::InputError) << "how long is it?";
    EXPECT_FALSE(isOneTime("modified"));
    remove(path.c_str());
    EXPECT_THROW(recordingTimeMs("modified", path, 0), reid::InputError);
    EXPECT_THROW(recordingTimeMs("modified", "rtsp://camera/yard", 0), reid::InputError);
}

TEST_F(RecordingTimeTest, nothingSaidIsNow) {
    const auto now = [] {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    };
    const int64_t before = now(), said = recordingTimeMs("", "yard.mp4", std::nullopt);
    EXPECT_GE(said, before);
    EXPECT_LE(said, now());
    EXPECT_FALSE(isOneTime(""));
}

TEST_F(RecordingTimeTest, refusesWhatIsNone) {
    for (const char* said : {"2000-02-29", "modified", "%Y%m%d"})
        EXPECT_EQ(refuseRecordingTime(said), "") << said;
    for (const char* said : {"%H%M%S", "%Y", "%n", "%m%d"})
        EXPECT_NE(refuseRecordingTime(said), "") << said;
    EXPECT_EQ(refuseRecordingTime("%s"), "") << "seconds since 1970";
    EXPECT_EQ(refuseRecordingTime("yesterday"),
              "yesterday is not a time such as 2026-11-23T14:05:00, nor modified, nor a pattern of file names such as "
              "%Y%m%d-%H%M%S");
}

}  // namespace

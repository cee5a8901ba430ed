#include "clock_text.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <stdexcept>

namespace {

class ClockTextTest : public testing::Test {
  protected:
    ClockTextTest() {
        setenv("TZ", "XYZ-2", 1);  // two hours before UTC, no summer time
        tzset();
    }
    ~ClockTextTest() override {
        unsetenv("TZ");
        tzset();
    }
};

TEST_F(ClockTextTest, SaysTimesForPeopleAndPrograms) {
    EXPECT_EQ(isoTime(0), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(isoTime(951782400123), "2000-02-29T00:00:00.123Z");
    EXPECT_EQ(isoTime(-1), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(localTime(951782400123), "2000-02-29 02:00");
}

TEST_F(ClockTextTest, ReadsLocalTimes) {
    for (const char* text : {"2000-02-29T02:00:00", "2000-02-29 02:00:00", "2000-02-29T02:00", "2000-02-29 02:00"})
        EXPECT_EQ(millisecondsOf(text), 951782400000) << text;
    EXPECT_EQ(millisecondsOf("2000-02-29"), 951775200000);
    for (const char* text : {"", "now", "2000-13-01", "2000-02-29T02:00:00 and more", "29.2.2000"}) {
        EXPECT_THROW(millisecondsOf(text), std::invalid_argument) << text;
        EXPECT_NE(refuseUnreadableTime(text), "");
    }
    EXPECT_EQ(refuseUnreadableTime("2000-02-29"), "");
}

}  // namespace

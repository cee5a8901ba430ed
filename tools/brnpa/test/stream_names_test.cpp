#include "stream_names.hpp"

#include <gtest/gtest.h>

namespace {

TEST(StreamNames, OfFileHostDeviceOrAsGiven) {
    const auto sources = namedSources({"films/yard one.mp4", "rtsp://user:secret@10.0.0.7:554/live?a=b", "/dev/video0",
                                       "gate=rtsp://10.0.0.8/x", "test", "gate=http://camera/y=z"});
    ASSERT_EQ(sources.size(), 6U);
    EXPECT_EQ(sources[0].name, "yard-one");
    EXPECT_EQ(sources[0].address, "films/yard one.mp4");
    EXPECT_EQ(sources[1].name, "10.0.0.7-554");
    EXPECT_EQ(sources[1].address, "rtsp://user:secret@10.0.0.7:554/live?a=b");
    EXPECT_EQ(sources[2].name, "video0");
    EXPECT_EQ(sources[3].name, "gate");
    EXPECT_EQ(sources[3].address, "rtsp://10.0.0.8/x");
    EXPECT_EQ(sources[4].name, "test");
    EXPECT_EQ(sources[5].name, "gate-2");
    EXPECT_EQ(sources[5].wanted, "gate");
    EXPECT_EQ(sources[5].address, "http://camera/y=z");
}

TEST(StreamNames, SayWhichLettersTheyMayHave) {
    for (const char* given :
         {"gate=test", "Gate_1.b-c=/dev/video0", "rtsp://host/live?a=b", "films/a b=c.avi", "test", "host:80/x=y"})
        EXPECT_EQ(faultOfName(given), "") << given;
    for (const char* given : {"my cam=test", "T\xc3\xbcr=test", "=test"}) {
        const std::string said = faultOfName(given), name(given, std::string(given).find('='));
        EXPECT_EQ(said.find("\"" + name + "\" cannot name a source"), 0U) << said;
        EXPECT_NE(said.find("letters a to z, digits"), std::string::npos) << said;
    }
}

}  // namespace

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
    EXPECT_EQ(sources[5].address, "http://camera/y=z");
}

}  // namespace

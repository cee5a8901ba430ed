#include "input_paths.hpp"

#include <gtest/gtest.h>

namespace {

TEST(InputPaths, PasswordsAreLeftOut) {
    EXPECT_EQ(withoutPasswords("rtsp://user:secret@10.0.0.7/live is lost. a@b"), "rtsp://10.0.0.7/live is lost. a@b");
    EXPECT_EQ(withoutPasswords("rtsp://user:p@ss@10.0.0.7"), "rtsp://10.0.0.7");
    EXPECT_EQ(withoutPasswords("http://a:b@c?x=1 and http://d:e@f/g"), "http://c?x=1 and http://f/g");
    EXPECT_EQ(withoutPasswords("rtsp://10.0.0.7/a@b"), "rtsp://10.0.0.7/a@b");
    EXPECT_EQ(withoutPasswords("a.mp4"), "a.mp4");
}

}  // namespace

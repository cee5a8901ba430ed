#include "reid/input_size.hpp"

#include <gtest/gtest.h>

namespace {

TEST(InputSize, widthAndHeight) {
    EXPECT_EQ(reid::parseInputSize("416x320"), cv::Size(416, 320));
    EXPECT_EQ(reid::parseInputSize("8192x1"), cv::Size(8192, 1));
    for (const char* text : {"", "416", "416x", "x320", "416x320x3", "416 x 320 pixels", "0x320", "416x-1", "8193x64"})
        EXPECT_FALSE(reid::parseInputSize(text)) << text;
}

}  // namespace

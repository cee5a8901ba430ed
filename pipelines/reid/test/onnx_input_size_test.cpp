#include "onnx_input_size.hpp"

#include <gtest/gtest.h>

#include "grid_network.hpp"
#include "temporary_folder.hpp"

namespace {

TEST(OnnxInputSize, whatTheFileSays) {
    const TemporaryFolder folder;
    GridNetwork network;
    network.constant = {0, 0, 0, 0, 0, 1};
    network.size = {96, 64};
    writeGridNetwork(folder.file("net.onnx"), network);
    EXPECT_EQ(reid::onnxInputSize(folder.file("net.onnx")), cv::Size(96, 64));
    network.open = true;
    writeGridNetwork(folder.file("net.onnx"), network);
    EXPECT_FALSE(reid::onnxInputSize(folder.file("net.onnx")));
}

TEST(OnnxInputSize, nothingFromOtherFiles) {
    const TemporaryFolder folder;
    EXPECT_FALSE(reid::onnxInputSize(folder.file("none")));
    folder.write("text", "a letter, and not a network");
    EXPECT_FALSE(reid::onnxInputSize(folder.file("text")));
    folder.write("endless", std::string(100, '\xff'));
    EXPECT_FALSE(reid::onnxInputSize(folder.file("endless")));
    // Every beginning of a network.
    GridNetwork network;
    network.constant = {0, 0, 0, 0, 0, 1};
    writeGridNetwork(folder.file("net.onnx"), network);
    const std::string whole = folder.read("net.onnx");
    for (size_t length = 0; length < whole.size(); length += 7) {
        folder.write("cut", whole.substr(0, length));
        const auto size = reid::onnxInputSize(folder.file("cut"));
        EXPECT_TRUE(!size || *size == cv::Size(64, 64)) << length;
    }
}

}  // namespace

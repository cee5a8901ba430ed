#include "backbones/legacy_weights.hpp"

#include <gtest/gtest.h>

#include "backbones/mobilenet_v2.hpp"
#include "common/errors.hpp"
#include "test/pickle_bytes.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

using namespace pickle_bytes;

std::string header() {
    return pickle(std::string("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12)) + pickle("M\xe9\x03") +
           pickle("}(" + text("little_endian") + "\x88u");
}

//! Storage "s" holds 0..7.
std::string storages() {
    const std::int64_t count = 8;
    const float values[] = {0, 1, 2, 3, 4, 5, 6, 7};
    return pickle("](" + text("s") + "e") + bytes(&count, sizeof count) + bytes(values, sizeof values);
}

//! Two tensors that share a storage: rows of it, and a transposed view.
std::string goodFile() {
    return header() +
           pickle(orderedDict + "(" + text("rows") + tensorOf("s", 1, 3, 1) + text("columns") + tensorOf("s", 0, 1, 2) +
                  "u") +
           storages();
}

TEST(LegacyWeights, ReadsTensorsAndViews) {
    const TemporaryFolder folder;
    const auto weights = readLegacyWeights(folder.write("w.pt", goodFile()));
    ASSERT_EQ(weights.size(), 2u);
    EXPECT_TRUE(torch::equal(weights.at("rows"), torch::tensor({{1.0f, 2.0f, 3.0f}, {4.0f, 5.0f, 6.0f}})));
    EXPECT_TRUE(torch::equal(weights.at("columns"), torch::tensor({{0.0f, 2.0f, 4.0f}, {1.0f, 3.0f, 5.0f}})));
}

TEST(LegacyWeights, EveryTruncationIsRefused) {
    const TemporaryFolder folder;
    const std::string whole = goodFile();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW(readLegacyWeights(folder.write("w.pt", whole.substr(0, size))), InputError) << size << " bytes";
}

std::string messageFor(const std::string& content) {
    const TemporaryFolder folder;
    try {
        readLegacyWeights(folder.write("w.pt", content));
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(LegacyWeights, SaysWhatDoesNotFit) {
    EXPECT_THROW(readLegacyWeights("/nonexistent/w.pt"), InputError);
    EXPECT_NE(messageFor("PK\x03\x04").find("zip archive"), std::string::npos);
    EXPECT_NE(messageFor("hello").find("does not begin with a pickle"), std::string::npos);
    // A tensor that reaches behind its storage.
    EXPECT_NE(messageFor(header() + pickle(orderedDict + "(" + text("w") + tensorOf("s", 3, 3, 1) + "u") + storages())
                  .find("w reaches beyond"),
              std::string::npos);
    // A storage that the file does not hold.
    EXPECT_NE(messageFor(header() + pickle(orderedDict + "(" + text("w") + tensorOf("t", 0, 3, 1) + "u") + storages())
                  .find("storage s"),
              std::string::npos);
}

TEST(LegacyWeights, CallsInTheFileAreNotMade) {
    const std::string system = "cos\nsystem\n" + text("touch /tmp/must_not_exist") + "\x85R";
    EXPECT_NE(messageFor(header() + pickle("}(" + text("w") + system + "u") + storages()).find("w is not a tensor"),
              std::string::npos);
}

TEST(MobileNetV2, MissingAndMisshapenWeightsAreNamed) {
    MobileNetV2 network(std::vector<int>{2, 1});
    NamedTensors weights;
    for (const auto& parameter : network->named_parameters())
        weights[parameter.key()] = torch::ones_like(parameter.value());
    for (const auto& buffer : network->named_buffers())
        weights[buffer.key()] = torch::ones_like(buffer.value());
    network->loadWeights(weights, "w.pt");
    EXPECT_EQ(network->parameters()[0].sum().item<float>(), 32 * 3 * 9);

    const auto message = [&]() -> std::string {
        try {
            network->loadWeights(weights, "w.pt");
        } catch (const InputError& error) {
            return error.what();
        }
        return "accepted";
    };
    weights["features.0.0.weight"] = torch::ones({32, 3, 3, 5});
    EXPECT_NE(message().find("features.0.0.weight"), std::string::npos);
    weights.erase("features.0.0.weight");
    EXPECT_NE(message().find("has no weight features.0.0.weight"), std::string::npos);
}

TEST(MobileNetV2, StridesDecideTheResolution) {
    const torch::NoGradGuard noGrad;
    MobileNetV2 network(std::vector<int>{2, 1, 2, 2, 1, 1, 1, 1});
    network->eval();
    EXPECT_EQ(network->forward(torch::rand({2, 3, 33, 16})).sizes().vec(), (std::vector<std::int64_t>{2, 320, 5, 2}));
    EXPECT_EQ(network->stride(), 8);
    EXPECT_THROW(MobileNetV2(std::vector<int>{2}), InputError);
    EXPECT_THROW(MobileNetV2(std::vector<int>{2, 3}), InputError);
}

TEST(MobileNetV2, FrozenStagesStayAsTheyAre) {
    torch::manual_seed(1);
    MobileNetV2 network(std::vector<int>{2, 1, 2});
    network->freeze(1);
    network->train();
    const auto mean = network->named_buffers()["features.1.conv.1.running_mean"].clone();
    network->forward(torch::rand({2, 3, 16, 16})).sum().backward();
    EXPECT_TRUE(torch::equal(mean, network->named_buffers()["features.1.conv.1.running_mean"]));
    EXPECT_FALSE(network->named_parameters()["features.0.0.weight"].requires_grad());
    EXPECT_TRUE(network->named_parameters()["features.2.conv.0.weight"].grad().defined());
    EXPECT_NE(network->named_buffers()["features.2.conv.1.running_mean"].abs().sum().item<float>(), 0);
}

}  // namespace
}  // namespace brnpa::trainer

#include <gtest/gtest.h>

#include <opencv2/dnn.hpp>

#include "common/errors.hpp"
#include "export/model_folder.hpp"
#include "export/onnx_export.hpp"
#include "export/opencv_check.hpp"
#include "export/sha256.hpp"
#include "tasks/checkpoint.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

//! Batch normalization that does something, as after a training: folding it wrongly shows.
ReidNetwork randomNetwork(const Recipe& recipe) {
    torch::manual_seed(5);
    ReidNetwork network(recipe, 4);
    const torch::NoGradGuard noGrad;
    for (auto& parameter : network->named_parameters())
        if (parameter.value().dim() == 1) parameter.value().uniform_(0.5, 1.5);
    for (auto& buffer : network->named_buffers()) {
        if (buffer.key().find("running_mean") != std::string::npos) buffer.value().uniform_(-0.2, 0.2);
        if (buffer.key().find("running_var") != std::string::npos) buffer.value().uniform_(0.5, 2);
    }
    network->eval();
    return network;
}

torch::Tensor randomImages(const Recipe& recipe, int count) {
    torch::manual_seed(6);
    return torch::randn({count, 3, recipe.input.height, recipe.input.width});
}

TEST(Export, OpencvGivesLibTorchsNumbers) {
    // Every block kind: with and without expansion, shortcut and stride.
    auto json = tinyRecipe();
    json["backbone"]["strides"] = {2, 1, 2, 1};
    json["input"] = {{"width", 24}, {"height", 40}};
    const Recipe recipe = parseRecipe(json, "test");
    ReidNetwork network = randomNetwork(recipe);
    const OpencvCheck check = checkInOpencv(exportOnnx(network, recipe), network, randomImages(recipe, 3));
    EXPECT_LE(check.embeddingError, 1e-4);
    EXPECT_LE(check.mapsError, 1e-4);
    EXPECT_LE(check.normsError, 1e-4);
}

TEST(Export, AnotherNetworksNumbersAreRefused) {
    const Recipe recipe = parseRecipe(tinyRecipe(), "test");
    ReidNetwork network = randomNetwork(recipe);
    const std::string onnx = exportOnnx(network, recipe);
    {
        const torch::NoGradGuard noGrad;
        network->neck->running_mean[3] += 0.01;
    }
    try {
        checkInOpencv(onnx, network, randomImages(recipe, 2));
        FAIL() << "accepted an embedding that is off by 0.01";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("feature_vector differs"), std::string::npos) << error.what();
    }
}

TEST(Export, MapSizeFollowsTheStrides) {
    auto json = tinyRecipe();
    json["backbone"]["strides"] = {2, 1, 2, 2};
    json["input"] = {{"width", 33}, {"height", 50}};
    const Recipe recipe = parseRecipe(json, "test");
    const MapSize size = mapSize(recipe);
    EXPECT_EQ(size.height, 7);  // 50, 25, 13, 7
    EXPECT_EQ(size.width, 5);   // 33, 17, 9, 5
    ReidNetwork network = randomNetwork(recipe);
    const auto maps = network->forward(randomImages(recipe, 1)).maps;
    EXPECT_EQ(maps.size(2), size.height);
    EXPECT_EQ(maps.size(3), size.width);
}

// FIPS 180-2, appendix B.1, and the empty message.
TEST(Export, Sha256KnownAnswers) {
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

std::string savedCheckpoint(const TemporaryFolder& folder, const Recipe& recipe) {
    ReidNetwork network = randomNetwork(recipe);
    std::vector<torch::Tensor> trainable;
    for (const auto& parameter : network->parameters())
        if (parameter.requires_grad()) trainable.push_back(parameter);
    const torch::optim::AdamW optimizer(trainable);
    saveCheckpoint(folder.file("checkpoint.pt"), network, optimizer, {1, 0}, recipe);
    return folder.file("checkpoint.pt");
}

TEST(Export, FolderHoldsTheContract) {
    const TemporaryFolder folder;
    writeTinyMarket(folder);
    const Recipe recipe = parseRecipe(tinyRecipe(), "test");
    const std::string model = folder.file("model");
    folder.write("model/old.txt", "from an older export");
    exportModelFolder({savedCheckpoint(folder, recipe), folder.path(), model + "/"});
    const auto json = nlohmann::json::parse(contentOf(model + "/model.json"));
    EXPECT_EQ(json.at("schema_version"), 1);
    EXPECT_EQ(json.at("name"), "tiny");
    EXPECT_EQ(json.at("task"), "reid");
    EXPECT_EQ(json.at("sha256"), sha256(contentOf(model + "/model.onnx")));
    EXPECT_EQ(json.at("input").at("width"), 16);
    EXPECT_EQ(json.at("input").at("channels"), "RGB");
    EXPECT_EQ(json.at("input").at("mean").size(), 3u);
    EXPECT_EQ(json.at("embedding"), nlohmann::json({{"output", "feature_vector"}, {"size", 24}, {"metric", "cosine"}}));
    EXPECT_EQ(
        json.at("saliency"),
        nlohmann::json(
            {{"output", "saliency_map"}, {"norm_output", "saliency_norm"}, {"parts", 2}, {"width", 4}, {"height", 8}}));
    EXPECT_EQ(json.at("thresholds").size(), 3u);
    EXPECT_EQ(json.at("measured").size(), 1u);
    EXPECT_EQ(nlohmann::json::parse(contentOf(model + "/" + json.at("recipe").get<std::string>())), tinyRecipe());
    EXPECT_NE(contentOf(model + "/MODEL_CARD.md").find("# tiny"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(model + "/old.txt"));
    EXPECT_FALSE(std::filesystem::exists(model + ".part"));
    EXPECT_FALSE(std::filesystem::exists(model + ".old"));
}

TEST(Export, FailureLeavesTheOldFolder) {
    const TemporaryFolder folder;
    folder.write("model/model.json", "old");
    EXPECT_THROW(exportModelFolder({folder.write("broken.pt", "no checkpoint"), "", folder.file("model")}), InputError);
    const Recipe recipe = parseRecipe(tinyRecipe(), "test");
    EXPECT_THROW(exportModelFolder({savedCheckpoint(folder, recipe), folder.file("absent"), folder.file("model")}),
                 InputError);
    EXPECT_EQ(contentOf(folder.file("model/model.json")), "old");
    EXPECT_FALSE(std::filesystem::exists(folder.file("model.part")));
}

}  // namespace
}  // namespace brnpa::trainer

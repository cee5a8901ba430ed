#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/dnn.hpp>

#include "common/errors.hpp"
#include "export/model_folder.hpp"
#include "export/onnx_evaluator.hpp"
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

TEST(Export, OpencvRunsAFeaturePyramid) {
    auto json = tinyRecipe();
    json["backbone"]["strides"] = {2, 1, 2, 2};
    json["pyramid"] = {{"stages", {1, 2}}, {"channels", 8}};
    const Recipe recipe = parseRecipe(json, "test");
    ReidNetwork network = randomNetwork(recipe);
    const OpencvCheck check = checkInOpencv(exportOnnx(network, recipe), network, randomImages(recipe, 3));
    EXPECT_LE(check.embeddingError, 1e-4);
    EXPECT_EQ(mapSize(recipe).height, 16);
    EXPECT_EQ(mapSize(recipe).width, 8);
}

Recipe pyramidRecipe() {
    auto json = tinyRecipe();
    json["backbone"]["strides"] = {2, 1, 2, 2};
    json["pyramid"] = {{"stages", {1, 2}}, {"channels", 8}};
    json["head"]["num_parts"] = 3;
    return parseRecipe(json, "test");
}

TEST(Export, StandardOperatorsGiveLibTorchsNumbers) {
    const Recipe recipe = pyramidRecipe();
    ReidNetwork network = randomNetwork(recipe);
    const auto images = randomImages(recipe, 3);
    const auto outputs = evaluateOnnx(exportOnnx(network, recipe, Operators::Standard), images);
    const torch::NoGradGuard noGrad;
    const auto expected = network->forward(images);
    EXPECT_TRUE(torch::allclose(outputs.at(embeddingName), expected.embedding, 1e-4, 1e-4));
    EXPECT_TRUE(torch::allclose(outputs.at(mapsName), expected.maps, 1e-4, 1e-6));
    EXPECT_TRUE(torch::allclose(outputs.at(normsName), expected.norms, 1e-4, 1e-4));
}

TEST(Export, StandardOperatorsGiveUniformMapsOfNothing) {
    const Recipe recipe = pyramidRecipe();
    ReidNetwork network = randomNetwork(recipe);
    {
        const torch::NoGradGuard noGrad;
        network->projection->weight.zero_();
        network->projectionNorm->running_mean.zero_();
        network->projectionNorm->bias.fill_(-1);  // rectified: no feature anywhere
    }
    const auto outputs = evaluateOnnx(exportOnnx(network, recipe, Operators::Standard), randomImages(recipe, 1));
    EXPECT_TRUE(torch::allclose(outputs.at(mapsName), torch::full({1, 3, 16, 8}, 1.0 / 128)));
}

// Another runtime, where it is installed.
TEST(Export, OnnxRuntimeGivesLibTorchsNumbers) {
    if (std::system("python3 -c 'import onnxruntime, numpy' 2>/dev/null") != 0)
        GTEST_SKIP() << "python3 has no onnxruntime";
    const TemporaryFolder folder;
    const Recipe recipe = pyramidRecipe();
    ReidNetwork network = randomNetwork(recipe);
    const auto images = randomImages(recipe, 3);
    const torch::NoGradGuard noGrad;
    const auto expected = network->forward(images);
    const auto bytes = [](const torch::Tensor& tensor) {
        const auto dense = tensor.contiguous();
        return std::string(reinterpret_cast<const char*>(dense.data_ptr<float>()), dense.nbytes());
    };
    folder.write("model.onnx", exportOnnx(network, recipe, Operators::Standard));
    folder.write("images", bytes(images));
    folder.write("feature_vector", bytes(expected.embedding));
    folder.write("saliency_map", bytes(expected.maps));
    folder.write("saliency_norm", bytes(expected.norms));
    folder.write("compare.py", R"(
import sys, numpy, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1] + "/model.onnx", providers=["CPUExecutionProvider"])
read = lambda name: numpy.fromfile(sys.argv[1] + "/" + name, numpy.float32)
names = ["feature_vector", "saliency_map", "saliency_norm"]
images = read("images").reshape(-1, 3, 32, 16)
for count in (3, 1):
    for name, value in zip(names, session.run(names, {"images": images[:count]})):
        expected = read(name).reshape(3, *value.shape[1:])[:count]
        error = abs(value - expected).max() / max(1, abs(expected).max())
        assert error < 1e-4, f"{name} of {count} pictures differs by {error}"
)");
    EXPECT_EQ(std::system(("python3 " + folder.file("compare.py") + " " + folder.path()).c_str()), 0);
}

TEST(Export, HeadsForComparisonsAreRefused) {
    auto json = tinyRecipe();
    json["head"]["type"] = "average";
    const Recipe recipe = parseRecipe(json, "test");
    EXPECT_THROW(exportOnnx(randomNetwork(recipe), recipe), InputError);
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
    saveCheckpoint(folder.file("checkpoint.pt"),
                   {recipe,
                    network,
                    Objective(recipe, network->numClasses()),
                    optimizer,
                    nullptr,
                    {1, 0, 0, 0},
                    {{{"market1501", 24, 4}, {"elsewhere", 7, 2}}, "weights.pt", "wise"}});
    return folder.file("checkpoint.pt");
}

TEST(Export, FolderHoldsTheContract) {
    const TemporaryFolder folder;
    writeTinyMarket(folder);
    auto source = tinyRecipe();
    source["card"] = {{"terms", "Made of noise."}, {"licence", "for tests"}};
    const Recipe recipe = parseRecipe(source, "test");
    const std::string model = folder.file("model");
    folder.write("model/old.txt", "from an older export");
    exportModelFolder({savedCheckpoint(folder, recipe), {folder.path(), folder.path()}, true, model + "/"});
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
    ASSERT_EQ(json.at("measured").size(), 2u);
    EXPECT_EQ(json.at("licence"), "for tests");
    EXPECT_EQ(nlohmann::json::parse(contentOf(model + "/" + json.at("recipe").get<std::string>())),
              nlohmann::json(toJson(recipe)));
    const std::string card = contentOf(model + "/MODEL_CARD.md");
    for (const char* part : {"# tiny", "market1501 (24 pictures of 4 people), elsewhere (7 pictures of 2 people)",
                             "learnt from the model wise", "Made of noise.", "taken after 1 of the epochs",
                             "--weights weights.pt --teacher wise.pt"})
        EXPECT_NE(card.find(part), std::string::npos) << card;
    EXPECT_TRUE(std::filesystem::exists(model + "/model-standard-ops.onnx"));
    EXPECT_FALSE(std::filesystem::exists(model + "/old.txt"));
    EXPECT_FALSE(std::filesystem::exists(model + ".part"));
    EXPECT_FALSE(std::filesystem::exists(model + ".old"));
}

TEST(Export, FailureLeavesTheOldFolder) {
    const TemporaryFolder folder;
    folder.write("model/model.json", "old");
    EXPECT_THROW(exportModelFolder({folder.write("broken.pt", "no checkpoint"), {}, false, folder.file("model")}),
                 InputError);
    const Recipe recipe = parseRecipe(tinyRecipe(), "test");
    EXPECT_THROW(
        exportModelFolder({savedCheckpoint(folder, recipe), {folder.file("absent")}, false, folder.file("model")}),
        InputError);
    EXPECT_EQ(contentOf(folder.file("model/model.json")), "old");
    EXPECT_FALSE(std::filesystem::exists(folder.file("model.part")));
}

}  // namespace
}  // namespace brnpa::trainer

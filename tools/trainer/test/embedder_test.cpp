#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <opencv2/imgcodecs.hpp>

#include "common/errors.hpp"
#include "data/batch_loader.hpp"
#include "data/image_store.hpp"
#include "data/market1501.hpp"
#include "evaluation/embed_pictures.hpp"
#include "evaluation/evaluate.hpp"
#include "evaluation/model_folder_embedder.hpp"
#include "evaluation/network_embedder.hpp"
#include "evaluation/open_model.hpp"
#include "export/model_folder.hpp"
#include "tasks/checkpoint.hpp"
#include "tasks/normalization.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

constexpr int statisticsPasses = 60;  // with LibTorch's momentum of 0.1

class Embedders : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        shared_ = new TemporaryFolder;
        writeTinyMarket(*shared_);
        const Recipe recipe = parseRecipe(tinyRecipe(), "test");
        torch::manual_seed(5);
        ReidNetwork network(recipe, 4);
        {
            // Batch normalization with the statistics of the data, as after a training: without them all embeddings are
            // nearly the same.
            const torch::NoGradGuard noGrad;
            const ImageStore store(readMarket1501(shared_->path()), recipe.input.width, recipe.input.height);
            std::vector<std::size_t> indices(store.size());
            std::iota(indices.begin(), indices.end(), std::size_t{0});
            const auto images = plainBatch(store, indices, normalizationOf(recipe));
            network->train();
            for (int pass = 0; pass < statisticsPasses; ++pass)
                network->forward(images);
        }
        const torch::optim::SGD optimizer(network->parameters(), torch::optim::SGDOptions(0.1));
        saveCheckpoint(
            shared_->file("checkpoint.pt"),
            {recipe, network, Objective(recipe, network->numClasses()), optimizer, nullptr, {1, 0, 0, 0}, {}});
        exportModelFolder({shared_->file("checkpoint.pt"), {}, false, shared_->file("model")});
    }
    static void TearDownTestSuite() { delete shared_; }

    static std::string checkpoint() { return shared_->file("checkpoint.pt"); }
    static std::string model() { return shared_->file("model"); }
    static std::string data() { return shared_->path(); }

    //! A copy of the model folder with model.json and model.onnx alone.
    std::string copiedModel() const {
        folder_.write("model/model.onnx", contentOf(model() + "/model.onnx"));
        folder_.write("model/model.json", contentOf(model() + "/model.json"));
        return folder_.file("model");
    }

    void expectRefused(const std::string& json, const std::string& part) const {
        const std::string copy = copiedModel();
        folder_.write("model/model.json", json);
        expectRefusedFolder(copy, part);
    }

    static void expectRefusedFolder(const std::string& folder, const std::string& part) {
        try {
            const ModelFolderEmbedder embedder(folder);
            FAIL() << "accepted a folder: " << part;
        } catch (const InputError& error) {
            const std::string text = error.what();
            EXPECT_NE(text.find(part), std::string::npos) << text;
            EXPECT_EQ(text.find('\n'), std::string::npos) << text;
        }
    }

    static TemporaryFolder* shared_;
    TemporaryFolder folder_;
};

TemporaryFolder* Embedders::shared_ = nullptr;

void expectClose(const cv::Mat& a, const cv::Mat& b) {
    ASSERT_EQ(std::vector<int>(a.size.p, a.size.p + a.dims), std::vector<int>(b.size.p, b.size.p + b.dims));
    EXPECT_LE(cv::norm(a, b, cv::NORM_INF), 1e-4 * std::max(1.0, cv::norm(b, cv::NORM_INF)));
}

TEST_F(Embedders, FolderGivesLibTorchsNumbers) {
    const OpenedModel network = openModel(checkpoint()), folder = openModel(model());
    EXPECT_EQ(folder.embedder->description().name, "tiny");
    EXPECT_EQ(folder.embedder->description().embeddingSize, 24);
    const auto images = readMarket1501(data());
    const ImageStore store(std::vector<ReidImage>(images.begin(), images.begin() + 5), 16, 32);
    const cv::Mat blob = pictureBlob(store, folder.embedder->description());
    const Embedded expected = network.embedder->embed(blob), found = folder.embedder->embed(blob);
    EXPECT_EQ(found.embedding.rows, 5);
    expectClose(found.embedding, expected.embedding);
    expectClose(found.maps, expected.maps);
    expectClose(found.norms, expected.norms);
    // Another batch size with the same objects, and the first batch's arrays stay what they were.
    const cv::Mat before = found.embedding.clone();
    const ImageStore two(std::vector<ReidImage>(images.end() - 2, images.end()), 16, 32);
    const cv::Mat other = pictureBlob(two, folder.embedder->description());
    expectClose(folder.embedder->embed(other).embedding, network.embedder->embed(other).embedding);
    EXPECT_EQ(cv::norm(before, found.embedding, cv::NORM_INF), 0);
}

TEST_F(Embedders, FolderAndCheckpointMeasureTheSame) {
    const OpenedModel network = openModel(checkpoint()), folder = openModel(model());
    ASSERT_TRUE(folder.validation.has_value());
    EXPECT_EQ(folder.validation->every, 3);
    EXPECT_EQ(folder.validation->offset, 1);
    for (const EvaluationSplit split : {EvaluationSplit::Validation, EvaluationSplit::All}) {
        const EvaluationSet set = readEvaluationSet(data(), split, folder.validation);
        EvaluateOptions options;
        options.rerank = true;
        const auto a = toJson(evaluate(*network.embedder, set, options)).flatten(),
                   b = toJson(evaluate(*folder.embedder, set, options)).flatten();
        ASSERT_EQ(a.size(), b.size());
        int numbers = 0;
        for (const auto& item : a.items()) {
            // Of so few pictures many are equally far apart, but for the last digit, which decides about a threshold.
            if (!item.value().is_number() || item.key().rfind("/thresholds", 0) == 0) continue;
            EXPECT_NEAR(item.value().get<double>(), b.at(item.key()).get<double>(), 1e-3) << item.key();
            ++numbers;
        }
        EXPECT_GE(numbers, 25);
        // The way that export takes.
        if (split == EvaluationSplit::Validation) {
            EXPECT_EQ(toJson(evaluateCheckpoint(checkpoint(), data(), split)).at("mAP"), a.at("/mAP"));
        }
    }
}

TEST_F(Embedders, FolderNeedsNothingButItsTwoFiles) {
    const OpenedModel alone = openModel(copiedModel());
    EXPECT_FALSE(alone.validation.has_value());
    folder_.write("model/recipe.json", "of a newer program");
    EXPECT_FALSE(openModel(folder_.file("model"), false).validation.has_value());
    EXPECT_THROW(openModel(folder_.file("model")), InputError);
    const EvaluationSet set = readEvaluationSet(data(), EvaluationSplit::All, {});
    const OpenedModel whole = openModel(model());
    EXPECT_EQ(toJson(evaluate(*alone.embedder, set)), toJson(evaluate(*whole.embedder, set)));
}

TEST_F(Embedders, FoldersThatDoNotFitAreRefused) {
    const auto json = nlohmann::json::parse(contentOf(model() + "/model.json"));
    const auto changed = [&](const char* pointer, const nlohmann::json& value) {
        auto copy = json;
        copy[nlohmann::json::json_pointer(pointer)] = value;
        return copy.dump();
    };
    const auto without = [&](const char* object, const char* key) {
        auto copy = json;
        copy[object].erase(key);
        return copy.dump();
    };
    expectRefused("{", "is not JSON");
    expectRefused("[]", "schema_version");
    expectRefused(changed("/schema_version", 2), "schema_version");
    expectRefused(changed("/task", "classify"), "task");
    expectRefused(changed("/name", ""), "name");
    expectRefused(changed("/input/width", 0), "input.width");
    expectRefused(changed("/input/width", "16"), "input.width");
    expectRefused(changed("/input/channels", "GBR"), "RGB or BGR");
    expectRefused(changed("/input/std", {1, 0, 1}), "input.std");
    expectRefused(changed("/input/mean", {1, 2}), "input.mean");
    expectRefused(changed("/embedding/metric", "taxi"), "cosine or euclidean");
    expectRefused(without("embedding", "size"), "no key embedding.size");
    expectRefused(without("saliency", "norm_output"), "no key saliency.norm_output");
    expectRefused(changed("/sha256", std::string(64, '0')), "do not belong together");

    std::string onnx = contentOf(model() + "/model.onnx");
    const std::string copy = copiedModel();
    onnx[onnx.size() / 2] = static_cast<char>(onnx[onnx.size() / 2] ^ 1);
    folder_.write("model/model.onnx", onnx);
    expectRefusedFolder(copy, "do not belong together");
    std::filesystem::remove(copy + "/model.onnx");
    expectRefusedFolder(copy, "model.onnx");
    expectRefusedFolder(folder_.path(), "model.json");
    EXPECT_THROW(openModel(folder_.file("absent")), InputError);
}

TEST_F(Embedders, OutputsOfOtherSizesAreRefused) {
    auto json = nlohmann::json::parse(contentOf(model() + "/model.json"));
    json["embedding"]["size"] = 25;
    const std::string copy = copiedModel();
    folder_.write("model/model.json", json.dump());
    ModelFolderEmbedder embedder(copy);
    try {
        embedder.embed(cv::Mat({2, 3, 32, 16}, CV_32F, cv::Scalar(0)));
        FAIL() << "accepted 24 numbers for 25";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("2 x 24, but model.json promises 2 x 25"), std::string::npos)
            << error.what();
    }
}

TEST_F(Embedders, BlobFollowsOrderMeanAndDeviation) {
    const std::string path = folder_.file("0001_c1s1_000001_00.png");
    cv::imwrite(path, cv::Mat(4, 2, CV_8UC3, cv::Scalar(10, 20, 30)));  // B, G, R
    const ImageStore store({{path, 1, 1}}, 2, 4);
    EmbedderDescription description;
    description.mean = {1, 2, 3};
    description.std = {2, 4, 8};
    const cv::Mat rgb = pictureBlob(store, description);
    EXPECT_FLOAT_EQ(rgb.ptr<float>(0, 0)[7], 14.5f);   // (30 - 1) / 2
    EXPECT_FLOAT_EQ(rgb.ptr<float>(0, 1)[0], 4.5f);    // (20 - 2) / 4
    EXPECT_FLOAT_EQ(rgb.ptr<float>(0, 2)[3], 0.875f);  // (10 - 3) / 8
    description.rgb = false;
    const cv::Mat bgr = pictureBlob(store, description);
    EXPECT_FLOAT_EQ(bgr.ptr<float>(0, 0)[7], 4.5f);    // (10 - 1) / 2
    EXPECT_FLOAT_EQ(bgr.ptr<float>(0, 2)[3], 3.375f);  // (30 - 3) / 8
}

TEST_F(Embedders, StripsAreOneFileAQuery) {
    const OpenedModel folder = openModel(model());
    const EvaluationSet set = readEvaluationSet(data(), EvaluationSplit::Validation, folder.validation);
    EvaluateOptions options;
    options.strips = folder_.file("strips/deep");
    options.stripsCount = 3;
    const Evaluation evaluation = evaluate(*folder.embedder, set, options);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(options.strips))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    ASSERT_EQ(names.size(), 3u) << "and no file that was written aside";
    std::vector<double> precisions;
    for (const auto& precision : evaluation.ranking.averagePrecision)
        precisions.push_back(precision.value());
    std::sort(precisions.begin(), precisions.end());
    EXPECT_EQ(names.front().rfind(fmt::format("01_ap-{:.3f}_000", precisions.front()), 0), 0u) << names.front();
    EXPECT_EQ(names.back().rfind(fmt::format("03_ap-{:.3f}_000", precisions.back()), 0), 0u) << names.back();
    const cv::Mat strip = cv::imread(options.strips + "/" + names.front());
    // The query and ten pictures of 128 x 256 with frames, in two rows.
    EXPECT_GT(strip.cols, 11 * 128);
    EXPECT_GT(strip.rows, 2 * 256);

    options.strips = folder_.write("file", "") + "/strips";
    EXPECT_THROW(evaluate(*folder.embedder, set, options), ResourceError);
}

}  // namespace
}  // namespace brnpa::trainer

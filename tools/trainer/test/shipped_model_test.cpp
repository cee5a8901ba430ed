#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <opencv2/brnpa/layer.hpp>

#include "data/image_store.hpp"
#include "data/market1501.hpp"
#include "export/sha256.hpp"
#include "test/shared_data.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::size_t maxModelBytes = 12'000'000;

//! The parameter is the name of a folder in models/.
class ShippedModel : public ::testing::TestWithParam<const char*> {
  protected:
    ShippedModel()
        : folder_(std::string(BRNPA_MODELS) + "/" + GetParam() + "/"),
          onnx_(contentOf(folder_ + "model.onnx")),
          json_(nlohmann::json::parse(contentOf(folder_ + "model.json"))),
          width_(json_.at("input").at("width")),
          height_(json_.at("input").at("height")) {}

    void SetUp() override {
        cv::brnpa::registerLayers();
        net_ = cv::dnn::readNetFromONNX(onnx_.data(), onnx_.size());
    }

    //! Embeddings, maps, norms.
    std::vector<cv::Mat> run(const cv::Mat& blob) {
        net_.setInput(blob);
        std::vector<cv::Mat> outputs;
        net_.forward(outputs, {json_.at("embedding").at("output").get<std::string>(),
                               json_.at("saliency").at("output").get<std::string>(),
                               json_.at("saliency").at("norm_output").get<std::string>()});
        for (auto& output : outputs)
            output = output.clone();
        return outputs;
    }

    cv::Mat randomBlob(int batch) const {
        cv::Mat blob({batch, 3, height_, width_}, CV_32F);
        cv::RNG(17).fill(blob, cv::RNG::NORMAL, 0, 1);
        return blob;
    }

    //! R, G, B bytes to (pixel - mean) / std, planes.
    cv::Mat blobOf(const ImageStore& store, std::size_t index) const {
        cv::Mat blob({1, 3, height_, width_}, CV_32F);
        const auto mean = json_.at("input").at("mean"), deviation = json_.at("input").at("std");
        const int plane = width_ * height_;
        for (int c = 0; c < 3; ++c)
            for (int i = 0; i < plane; ++i)
                blob.ptr<float>()[c * plane + i] =
                    (store.pixels(index)[i * 3 + c] - mean[c].get<float>()) / deviation[c].get<float>();
        return blob;
    }

    std::string folder_, onnx_;
    nlohmann::json json_;
    int width_, height_;
    cv::dnn::Net net_;
};

std::vector<int> sizes(const cv::Mat& mat) {
    return {mat.size.p, mat.size.p + mat.dims};
}

TEST_P(ShippedModel, FilesBelongTogether) {
    EXPECT_EQ(json_.at("sha256"), sha256(onnx_));
    EXPECT_LE(onnx_.size(), maxModelBytes);
    EXPECT_EQ(json_.at("name"), GetParam());
    EXPECT_FALSE(contentOf(folder_ + "MODEL_CARD.md").empty());
    EXPECT_EQ(nlohmann::json::parse(contentOf(folder_ + json_.at("recipe").get<std::string>())).at("name"),
              json_.at("name"));
}

TEST_P(ShippedModel, ShapesAndMapsFollowTheContract) {
    const auto& saliency = json_.at("saliency");
    const int parts = saliency.at("parts"), h = saliency.at("height"), w = saliency.at("width"),
              size = json_.at("embedding").at("size");
    for (const int batch : {1, 3, 2}) {
        const auto outputs = run(randomBlob(batch));
        EXPECT_EQ(sizes(outputs[0]), (std::vector<int>{batch, size}));
        EXPECT_EQ(sizes(outputs[1]), (std::vector<int>{batch, parts, h, w}));
        EXPECT_EQ(sizes(outputs[2]), (std::vector<int>{batch, 1, h, w}));
        EXPECT_TRUE(cv::checkRange(outputs[0]));
        const cv::Mat maps = outputs[1].reshape(1, batch * parts);
        for (int row = 0; row < maps.rows; ++row)
            EXPECT_NEAR(cv::sum(maps.row(row))[0], 1, 1e-4);
        double lowest = 0;
        cv::minMaxIdx(outputs[1], &lowest);
        EXPECT_GE(lowest, 0);
        cv::minMaxIdx(outputs[2], &lowest);
        EXPECT_GT(lowest, 0);
    }
}

TEST_P(ShippedModel, CompanyInTheBatchChangesNothing) {
    const cv::Mat blob = randomBlob(3);
    const cv::Mat together = run(blob)[0];
    for (int i = 0; i < 3; ++i) {
        const cv::Mat alone = run(cv::Mat({1, 3, height_, width_}, CV_32F, const_cast<float*>(blob.ptr<float>(i))))[0];
        EXPECT_LE(cv::norm(alone, together.row(i), cv::NORM_INF),
                  1e-4 * std::max(1.0, cv::norm(together.row(i), cv::NORM_INF)));
    }
}

TEST_P(ShippedModel, ThresholdsAreOrderedAndTheBarIsMet) {
    const auto& thresholds = json_.at("thresholds");
    ASSERT_GE(thresholds.size(), 2u);
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        const double distance = thresholds[i].at("distance");
        EXPECT_GT(distance, 0);
        EXPECT_LT(distance, 2);
        EXPECT_LE(thresholds[i].at("low"), distance);
        EXPECT_GE(thresholds[i].at("high"), distance);
        if (i > 0) {
            EXPECT_LT(thresholds[i].at("false_accept_rate"), thresholds[i - 1].at("false_accept_rate"));
            EXPECT_LE(distance, thresholds[i - 1].at("distance"));
        }
    }
    EXPECT_GE(json_.at("measured").at(0).at("rank1").get<double>(), 0.55);
    EXPECT_GE(json_.at("measured").at(0).at("mAP").get<double>(), 0.30);
}

// Pictures that no training saw: a person's two pictures are nearer than most pairs of different people.
TEST_P(ShippedModel, TellsPeopleOfTheFixtureApart) {
    const std::string root = sharedData("reid_fixture");
    if (root.empty()) GTEST_SKIP() << "reid_fixture is not on this machine; set BRNPA_DATA";
    std::vector<ReidImage> images = readMarket1501(root, "query");
    for (const auto& image : readMarket1501(root, "bounding_box_test"))
        images.push_back(image);
    const ImageStore store(images, width_, height_);
    std::vector<cv::Mat> embeddings;
    for (std::size_t i = 0; i < store.size(); ++i) {
        const cv::Mat embedding = run(blobOf(store, i))[0];
        embeddings.push_back(embedding / cv::norm(embedding));
    }
    double ordered = 0, comparisons = 0;
    for (std::size_t a = 0; a < images.size(); ++a)
        for (std::size_t b = 0; b < images.size(); ++b)
            for (std::size_t c = 0; c < images.size(); ++c) {
                const bool matching = images[a].identity == images[b].identity && images[a].camera != images[b].camera;
                if (!matching || images[c].identity == images[a].identity || images[c].camera == images[a].camera)
                    continue;
                comparisons += 1;
                ordered += embeddings[a].dot(embeddings[b]) > embeddings[a].dot(embeddings[c]) ? 1 : 0;
            }
    ASSERT_GT(comparisons, 0);
    EXPECT_GT(ordered / comparisons, 0.9);
}

INSTANTIATE_TEST_SUITE_P(Models, ShippedModel, ::testing::Values("reid-live", "reid-teacher"));

}  // namespace
}  // namespace brnpa::trainer

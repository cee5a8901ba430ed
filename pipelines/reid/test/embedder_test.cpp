#include "reid/embedder.hpp"

#include <cmath>
#include <functional>
#include <random>

#include "reid/errors.hpp"
#include "tiny_network.hpp"
#include "valid_model.hpp"

namespace {

using nlohmann::json;
using reid::Appearance;
using reid::Embedder;
using reid::ModelFolder;

class EmbedderTest : public testing::Test {
  protected:
    EmbedderTest() { writeTinyNetwork(folder_.file("model.onnx"), 4, 8); }

    ModelFolder loaded(const std::function<void(json&)>& change = [](json&) {}) {
        json document = validModelJson();
        change(document);
        writeModelJson(folder_, document);
        return ModelFolder::load(folder_.path());
    }

    std::string refusalOf(const ModelFolder& model, int batch = 8) {
        try {
            const Embedder embedder(model, batch);
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "(accepted)";
    }

    TemporaryFolder folder_;
};

/// BR-NPA in doubles, written from the formula of the paper for one picture.
struct Expected {
    std::vector<double> embedding;
    std::vector<std::vector<double>> maps;
    std::vector<double> norms;
};

Expected expectedOf(const std::vector<cv::Vec3d>& features, int parts) {
    Expected expected;
    for (const cv::Vec3d& feature : features)
        expected.norms.push_back(cv::norm(feature) + 1e-5);
    std::vector<double> activity = expected.norms;
    for (int part = 0; part < parts; ++part) {
        const size_t seed = std::max_element(activity.begin(), activity.end()) - activity.begin();
        std::vector<double> similarity;
        double sum = 0;
        for (size_t i = 0; i < features.size(); ++i) {
            similarity.push_back(features[i].dot(features[seed]) / (expected.norms[i] * expected.norms[seed]));
            sum += similarity.back();
        }
        cv::Vec3d vector;
        std::vector<double> map;
        for (size_t i = 0; i < features.size(); ++i) {
            map.push_back(similarity[i] / sum);
            vector += features[i] * map.back();
            activity[i] *= 1 - similarity[i];
        }
        expected.maps.push_back(map);
        for (int channel = 0; channel < 3; ++channel)
            expected.embedding.push_back(vector[channel]);
    }
    double length = 0;
    for (double value : expected.embedding)
        length += value * value;
    for (double& value : expected.embedding)
        value /= std::sqrt(length);
    return expected;
}

/// The means of the cells of 2 x 2 pixels in R, G, B.
std::vector<cv::Vec3d> meansOfCells(const cv::Mat& frame, const cv::Rect& box) {
    std::vector<cv::Vec3d> cells;
    for (int y = box.y; y < box.br().y; y += CELL) {
        for (int x = box.x; x < box.br().x; x += CELL) {
            const cv::Scalar mean = cv::mean(frame(cv::Rect(x, y, CELL, CELL)));
            cells.emplace_back(mean[2], mean[1], mean[0]);
        }
    }
    return cells;
}

void expectAppearance(const Appearance& actual, const Expected& expected) {
    ASSERT_EQ(actual.embedding.size(), expected.embedding.size());
    for (size_t i = 0; i < expected.embedding.size(); ++i) {
        EXPECT_NEAR(actual.embedding[i], expected.embedding[i], 1e-5);
    }
    ASSERT_EQ(actual.maps.dims, 3);
    ASSERT_EQ(actual.maps.total(), expected.maps.size() * expected.norms.size());
    for (size_t part = 0; part < expected.maps.size(); ++part) {
        for (size_t i = 0; i < expected.norms.size(); ++i) {
            EXPECT_NEAR(actual.maps.ptr<float>(static_cast<int>(part))[i], expected.maps[part][i], 1e-5);
        }
    }
    ASSERT_EQ(actual.norms.size(), cv::Size(2, 4));
    for (size_t i = 0; i < expected.norms.size(); ++i) {
        EXPECT_NEAR(actual.norms.ptr<float>()[i] / expected.norms[i], 1, 1e-5);
    }
}

TEST_F(EmbedderTest, equalsTheFormula) {
    cv::Mat frame(120, 160, CV_8UC3);
    cv::RNG random(5);
    random.fill(frame, cv::RNG::UNIFORM, 0, 256);
    const std::vector<cv::Rect> boxes = {{10, 20, 4, 8}, {100, 30, 4, 8}, {156, 112, 4, 8}, {0, 0, 4, 8},
                                         {33, 44, 4, 8}, {55, 66, 4, 8},  {77, 88, 4, 8}};
    for (const int batch : {1, 2, 3, 8}) {
        Embedder embedder(loaded(), batch);
        const std::vector<Appearance> all = embedder.embed(frame, std::vector<cv::Rect2f>(boxes.begin(), boxes.end()));
        ASSERT_EQ(all.size(), boxes.size());
        for (size_t i = 0; i < boxes.size(); ++i)
            expectAppearance(all[i], expectedOf(meansOfCells(frame, boxes[i]), 2));
    }
}

TEST_F(EmbedderTest, workedExample) {
    // Upper half red 200, lower half blue 100. Part 1 is the red half (norm 200), part 2 the blue one, no similarity
    // between them: maps of 1/4 on their halves, vectors (200, 0, 0) and (0, 0, 100), together of length sqrt(50000).
    cv::Mat frame(8, 4, CV_8UC3, cv::Scalar(0, 0, 200));
    frame.rowRange(4, 8).setTo(cv::Scalar(100, 0, 0));
    Embedder embedder(loaded());
    const Appearance appearance = embedder.embed(frame, {{0, 0, 4, 8}}).at(0);
    const double length = std::sqrt(50000.0);
    const std::vector<double> expected = {200 / length, 0, 0, 0, 0, 100 / length};
    for (size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(appearance.embedding[i], expected[i], 1e-6);
    for (int row = 0; row < 4; ++row) {
        EXPECT_NEAR(appearance.maps.at<float>(0, row, 0), row < 2 ? 0.25 : 0, 1e-6);
        EXPECT_NEAR(appearance.maps.at<float>(1, row, 1), row < 2 ? 0 : 0.25, 1e-6);
        EXPECT_NEAR(appearance.norms.at<float>(row, 0), row < 2 ? 200 : 100, 1e-3);
    }
}

TEST_F(EmbedderTest, euclideanEmbeddingsKeepTheirLength) {
    Embedder embedder(loaded([](json& document) { document["embedding"]["metric"] = "euclidean"; }));
    const Appearance appearance = embedder.embed(cv::Mat(8, 4, CV_8UC3, cv::Scalar(30, 20, 10)), {{0, 0, 4, 8}}).at(0);
    EXPECT_NEAR(appearance.embedding[0], 10, 1e-4);
    EXPECT_NEAR(appearance.embedding[2], 30, 1e-4);
}

TEST_F(EmbedderTest, resultsOutliveTheNextPass) {
    Embedder embedder(loaded());
    const Appearance red = embedder.embed(cv::Mat(8, 4, CV_8UC3, cv::Scalar(0, 0, 200)), {{0, 0, 4, 8}}).at(0);
    const cv::Mat before = red.norms.clone();
    embedder.embed(cv::Mat(8, 4, CV_8UC3, cv::Scalar(9, 0, 0)), {{0, 0, 4, 8}});
    EXPECT_EQ(cv::countNonZero(before != red.norms), 0);
}

TEST_F(EmbedderTest, nothingToEmbed) {
    Embedder embedder(loaded());
    EXPECT_TRUE(embedder.embed(cv::Mat(8, 4, CV_8UC3, cv::Scalar::all(1)), {}).empty());
    EXPECT_THROW(embedder.embed(cv::Mat(8, 4, CV_8UC3, cv::Scalar::all(1)), {{10, 0, 4, 8}}), cv::Exception);
}

TEST_F(EmbedderTest, outputsThatBreakTheContractAreNamed) {
    const std::string onnx = "of \"" + folder_.file("model.onnx") + "\" has the shape ";
    EXPECT_EQ(refusalOf(loaded([](json& document) { document["embedding"]["size"] = 5; })),
              "The output \"feature_vector\" " + onnx + "2 x 6, but model.json promises 2 x 5.");
    EXPECT_EQ(refusalOf(loaded([](json& document) { document["saliency"]["parts"] = 3; })),
              "The output \"saliency_map\" " + onnx + "2 x 2 x 4 x 2, but model.json promises 2 x 3 x 4 x 2.");
    EXPECT_EQ(refusalOf(loaded([](json& document) { document["saliency"]["norm_output"] = "saliency_map"; })),
              "The output \"saliency_map\" " + onnx + "2 x 2 x 4 x 2, but model.json promises 2 x 1 x 4 x 2.");
    EXPECT_EQ(refusalOf(loaded([](json& document) { document["input"]["height"] = 16; })),
              "The output \"saliency_map\" " + onnx + "2 x 2 x 8 x 2, but model.json promises 2 x 2 x 4 x 2.");
}

TEST_F(EmbedderTest, whatCannotBeRunIsOneSentence) {
    const auto expectSentence = [&](const std::string& text) {
        EXPECT_EQ(text.find("The network \"" + folder_.file("model.onnx") + "\" cannot be run by OpenCV "), 0U) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
        EXPECT_EQ(text.back(), '.') << text;
    };
    expectSentence(refusalOf(loaded([](json& document) { document["embedding"]["output"] = "no_such_output"; })));
    // More parts than cells.
    writeTinyNetwork(folder_.file("model.onnx"), 4, 8, {9, 0, "feature_vector"});
    expectSentence(refusalOf(loaded([](json& document) { document["saliency"]["parts"] = 9; })));

    const std::string whole = folder_.read("model.onnx");
    folder_.write("model.onnx", whole.substr(0, whole.size() / 2));
    expectSentence(refusalOf(loaded()));
    folder_.write("model.onnx", "this is no network");
    expectSentence(refusalOf(loaded()));
    folder_.write("model.onnx", "");
    expectSentence(refusalOf(loaded()));
}

TEST_F(EmbedderTest, batchMustBePositive) {
    EXPECT_THROW(Embedder(loaded(), 0), cv::Exception);
}

}  // namespace

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <thread>

#include "../src/compat.hpp"
#include "one_layer_net.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

void expectAsFunction(const std::vector<Mat>& found, const Mat& features, const AttentionParams& params) {
    Mat expected[3];
    representativeVectors(features, expected[0], expected[1], expected[2], params);
    ASSERT_EQ(found.size(), 3u);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(found[i].size, expected[i].size) << "output " << i;
        EXPECT_EQ(cv::norm(found[i], expected[i], NORM_INF), 0) << "output " << i;
    }
}

TEST(BRNPA_Layer, RegistersAnyNumberOfTimesFromAnyThread) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([] {
            registerLayers();
            EXPECT_EQ(brnpa_register(), 0);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_TRUE(dnn::LayerFactory::isLayerRegistered("ai.brnpa.BRNPA"));
    EXPECT_TRUE(dnn::LayerFactory::isLayerRegistered("BRNPA"));
}

TEST(BRNPA_Layer, AllOutputsUnderBothTypeNamesAndAnyBatch) {
    RNG rng(1);
    for (const char* type : {"ai.brnpa.BRNPA", "BRNPA"}) {
        OneLayerNet net(layerParams(type));
        for (const int batch : {1, 4, 2}) {
            const Mat features = randomMat({batch, 16, 6, 4}, rng);
            expectAsFunction(net.run(features), features, AttentionParams());
        }
    }
}

TEST(BRNPA_Layer, AttributesAreOptions) {
    RNG rng(2);
    const Mat features = randomMat({2, 16, 6, 4}, rng);
    dnn::LayerParams attributes = layerParams();
    attributes.set("num_parts", 5);
    attributes.set("epsilon", 0.125);
    attributes.set("suppression", String("weight"));
    attributes.set("activation", String("squared_norm"));
    attributes.set("refine", 0);
    AttentionParams params;
    params.numParts = 5;
    params.epsilon = 0.125f;
    params.suppression = SUPPRESS_BY_WEIGHT;
    params.activation = ACTIVATION_SQUARED_NORM;
    params.refine = false;
    expectAsFunction(OneLayerNet(attributes).run(features), features, params);

    const Ptr<BRNPALayer> layer = BRNPALayer::create(attributes).dynamicCast<BRNPALayer>();
    ASSERT_TRUE(layer);
    EXPECT_EQ(layer->params.numParts, 5);
}

TEST(BRNPA_Layer, WrongAttributesAreNamed) {
    const auto with = [](const char* name, const dnn::DictValue& value) {
        return [=] {
            dnn::LayerParams attributes = layerParams();
            attributes.set(name, value);
            BRNPALayer::create(attributes);
        };
    };
    expectError(with("num_parts", dnn::DictValue(0)), "attribute num_parts is 0");
    expectError(with("num_parts", dnn::DictValue(-3)), "attribute num_parts is -3");
    expectError(with("num_parts", dnn::DictValue(2.5)), "attribute num_parts is 2.5");
    expectError(with("num_parts", dnn::DictValue("many")), "attribute num_parts is \"many\"");
    expectError(with("epsilon", dnn::DictValue(0.)), "attribute epsilon is 0");
    expectError(with("epsilon", dnn::DictValue(-1.)), "attribute epsilon is -1");
    expectError(with("epsilon", dnn::DictValue(1e300)), "attribute epsilon is 1e+300");
    expectError(with("suppression", dnn::DictValue("hard")), "attribute suppression is \"hard\"");
    expectError(with("suppression", dnn::DictValue(1)), "attribute suppression is 1");
    expectError(with("activation", dnn::DictValue("relu")), "attribute activation is \"relu\"");
    expectError(with("refine", dnn::DictValue(2)), "attribute refine is 2");
    const int pair[] = {3, 4};
    expectError(with("num_parts", dnn::DictValue::arrayInt(pair, 2)), "attribute num_parts is 3, 4");
}

TEST(BRNPA_Layer, WrongInputsAreNamed) {
    RNG rng(3);
    expectError(
        [&] {
            OneLayerNet(layerParams()).run(randomMat({1, 16, 2, 1}, rng));
        },
        "num_parts is 3, more than the 2 x 1 = 2 pixels");
    expectError([&] { OneLayerNet(layerParams()).run(randomMat({1, 16, 8}, rng)); }, "3 dimensions");

    registerLayers();
    expectError(
        [&] {
            dnn::Net net;
            const dnn::LayerParams attributes = layerParams();
            dnn::LayerParams params = attributes;
            const int id = net.addLayer(params.name, params.type, params);
            net.connect(0, 0, id, 0);
            net.connect(0, 0, id, 1);
            net.setInput(randomMat({1, 16, 6, 4}, rng));
            net.forward("attention");
        },
        "2 inputs, must be 1");
}

//! Straight into the layer: a net turns integers into floats before.
TEST(BRNPA_Layer, OtherTypesThanFloatAreNamed) {
    dnn::LayerParams attributes = layerParams();
    const Ptr<dnn::Layer> layer = BRNPALayer::create(attributes);
    const auto tensor = [](const std::vector<int>& sizes, int type) {
        return Mat(static_cast<int>(sizes.size()), sizes.data(), type, Scalar(1));
    };
    for (const int type : {CV_32S, CV_8U, CV_64F}) {
        std::vector<Mat> in = {tensor({1, 4, 2, 3}, type)}, scratch = {tensor({1, 1000}, CV_32F)};
        std::vector<Mat> out = {tensor({1, 12}, CV_32F), tensor({1, 3, 2, 3}, CV_32F), tensor({1, 1, 2, 3}, CV_32F)};
        expectError([&] { layer->forward(in, out, scratch); }, typeToString(type) + ", must be CV_32FC1");
    }
}

//! Straight into the layer, too: no version of cv::dnn hands halves to a layer of a user on the processor.
TEST(BRNPA_Layer, TakesHalves) {
    RNG rng(4);
    Mat halves;
    randomMat({2, 16, 6, 4}, rng).convertTo(halves, CV_16F);
    dnn::LayerParams attributes = layerParams();
    const Ptr<dnn::Layer> layer = BRNPALayer::create(attributes);
    const auto tensor = [](const std::vector<int>& sizes) {
        return Mat(static_cast<int>(sizes.size()), sizes.data(), CV_32F);
    };
    std::vector<Mat> in = {halves}, scratch = {tensor({1, 1000})};
    std::vector<Mat> out = {tensor({2, 48}), tensor({2, 3, 6, 4}), tensor({2, 1, 6, 4})};
    layer->forward(in, out, scratch);
    expectAsFunction(out, halves, AttentionParams());
}

//! The importer asks for shapes with zeros for what it does not know, and with no number of outputs.
TEST(BRNPA_Layer, ShapesMayBeUnknownAtImport) {
    dnn::LayerParams attributes = layerParams();
    const Ptr<dnn::Layer> layer = BRNPALayer::create(attributes);
    const auto shapes = [](std::initializer_list<std::initializer_list<int>> all) {
        std::vector<MatShape> result;
        for (const auto& sizes : all)
            result.push_back(MatShape(sizes));
        return result;
    };
    std::vector<MatShape> outputs, scratch;
    layer->getMemoryShapes(shapes({{0, 16, 0, 0}}), 0, outputs, scratch);
    EXPECT_TRUE(outputs == shapes({{0, 48}, {0, 3, 0, 0}, {0, 1, 0, 0}}));
    layer->getMemoryShapes(shapes({{2, 0, 4, 5}}), 1, outputs, scratch);
    EXPECT_TRUE(outputs == shapes({{2, 0}, {2, 3, 4, 5}, {2, 1, 4, 5}}));
    expectError([&] { layer->getMemoryShapes(shapes({{0, 0, 1, 2}}), 0, outputs, scratch); }, "1 x 2 = 2 pixels");
    expectError([&] { layer->getMemoryShapes({}, 0, outputs, scratch); }, "0 inputs, must be 1");
    EXPECT_EQ(layer->getFLOPS(shapes({{1, 10, 2, 3}}), {}), 2 * 60 * 7);
}

}  // namespace
}  // namespace opencv_test

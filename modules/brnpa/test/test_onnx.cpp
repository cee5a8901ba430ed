// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

#ifdef BRNPA_HAVE_ONNX
#include <numeric>

#include "onnx_file.hpp"
#include "reference.hpp"

namespace opencv_test {
namespace {

using namespace cv::brnpa;

const std::vector<String> kOutputs = {"vectors", "maps", "norms"};

std::vector<Mat> run(dnn::Net& net, const Mat& input, const std::vector<String>& names = kOutputs) {
    net.setInput(input);
    std::vector<Mat> outputs;
    net.forward(outputs, names);
    for (Mat& output : outputs)
        output = output.clone();
    return outputs;
}

//! All three outputs of every image against the double-precision reference.
void expectAsReference(const std::vector<Mat>& found, const Mat& features, int parts = 3) {
    const int N = features.size[0], C = features.size[1], H = features.size[2], W = features.size[3], P = H * W;
    ASSERT_EQ(found.size(), 3u);
    ASSERT_EQ(found[0].total(), static_cast<size_t>(N) * parts * C);
    ASSERT_EQ(found[0].size[0], N);
    ASSERT_EQ(found[1].dims, 4);
    ASSERT_EQ(found[2].dims, 4);
    for (int n = 0; n < N; ++n) {
        Reference reference(features.ptr<float>(n), C, P);
        reference.start();
        for (int i = 0; i < P; ++i)
            ASSERT_NEAR(found[2].ptr<float>(n)[i], reference.norms[i], 1e-5);
        for (int k = 0; k < parts; ++k) {
            const Reference::Part part = reference.next();
            for (int i = 0; i < P; ++i)
                ASSERT_NEAR(found[1].ptr<float>(n, k)[i], part.map[i], 1e-5);
            for (int c = 0; c < C; ++c)
                ASSERT_NEAR(found[0].ptr<float>(n)[k * C + c], part.vector[c], 1e-5);
        }
    }
}

TEST(BRNPA_Onnx, AllOutputsOfBatchesOneToFour) {
    registerLayers();
    RNG rng(1);
    for (int batch = 1; batch <= 4; ++batch) {
        OnnxFile file;
        file.input("x", {batch, 8, 6, 5});
        file.attention("x", 8, 6, 5, 3, batch);
        dnn::Net net = file.read();
        const Mat features = randomMat({batch, 8, 6, 5}, rng);
        expectAsReference(run(net, features), features);
    }
}

TEST(BRNPA_Onnx, DynamicBatchInAnyOrder) {
    registerLayers();
    RNG rng(2);
    OnnxFile file;
    file.input("x", {0, 8, 6, 5});
    OnnxFile::attribute(file.attention("x", 8, 6, 5, 4), "num_parts", 4);
    dnn::Net net = file.read();
    for (const int batch : {2, 4, 1, 3, 1}) {
        const Mat features = randomMat({batch, 8, 6, 5}, rng);
        expectAsReference(run(net, features), features, 4);
    }
}

TEST(BRNPA_Onnx, OutputsMayBeAskedForInAnyOrder) {
    registerLayers();
    RNG rng(3);
    OnnxFile file;
    file.input("x", {0, 8, 6, 5});
    file.attention("x", 8, 6, 5);
    dnn::Net net = file.read();
    const Mat features = randomMat({2, 8, 6, 5}, rng);
    const std::vector<Mat> found = run(net, features, {"norms", "vectors", "maps"});
    expectAsReference({found[1], found[2], found[0]}, features);
}

//! x -> 1x1 convolution, ReLU -> BRNPA -> Gemm and Mul: neighbors of the layer see the right tensors.
TEST(BRNPA_Onnx, BetweenOtherLayers) {
    registerLayers();
    RNG rng(4);
    const int inChannels = 3, C = 6, H = 5, W = 4, P = H * W, embedding = 7;
    const Mat convolution = randomMat({C, inChannels}, rng, -1, 1), gemm = randomMat({embedding, 3 * C}, rng, -1, 1),
              bias = randomMat({1, embedding}, rng, -1, 1);
    const auto values = [](const Mat& m) { return std::vector<float>(m.ptr<float>(), m.ptr<float>() + m.total()); };

    OnnxFile file;
    file.input("image", {0, inChannels, H, W});
    file.weights("w", {C, inChannels, 1, 1}, values(convolution));
    file.weights("g", {embedding, 3 * C}, values(gemm));
    file.weights("b", {embedding}, values(bias));
    file.weights("scale", {1, embedding}, std::vector<float>(embedding, 2.f));
    OnnxFile::attribute(file.node("Conv", {"image", "w"}, {"c"}), "kernel_shape", std::vector<int>{1, 1});
    file.node("Relu", {"c"}, {"x"});
    file.attention("x", C, H, W);
    OnnxFile::attribute(file.node("Gemm", {"vectors", "g", "b"}, {"e"}), "transB", 1);
    file.node("Mul", {"e", "scale"}, {"embedding"});
    file.output("embedding", {0, embedding});
    dnn::Net net = file.read();

    for (const int batch : {1, 3}) {
        const Mat image = randomMat({batch, inChannels, H, W}, rng);
        Mat features(std::vector<int>{batch, C, H, W}, CV_32F);
        for (int n = 0; n < batch; ++n)
            for (int c = 0; c < C; ++c)
                for (int i = 0; i < P; ++i) {
                    double sum = 0;
                    for (int k = 0; k < inChannels; ++k)
                        sum += static_cast<double>(convolution.at<float>(c, k)) * image.ptr<float>(n, k)[i];
                    features.ptr<float>(n, c)[i] = static_cast<float>(std::max(sum, 0.));
                }
        const std::vector<Mat> found = run(net, image, {"vectors", "maps", "norms", "embedding"});
        expectAsReference({found[0], found[1], found[2]}, features);
        for (int n = 0; n < batch; ++n)
            for (int e = 0; e < embedding; ++e) {
                double sum = bias.at<float>(e);
                for (int k = 0; k < 3 * C; ++k)
                    sum += static_cast<double>(gemm.at<float>(e, k)) * found[0].ptr<float>(n)[k];
                EXPECT_NEAR(found[3].ptr<float>(n)[e], 2 * sum, 1e-4);
            }
    }
}

TEST(BRNPA_Onnx, AttributesAreRead) {
    registerLayers();
    RNG rng(5);
    OnnxFile file;
    file.input("x", {0, 8, 6, 5});
    onnx::NodeProto& layer = file.attention("x", 8, 6, 5, 2);
    OnnxFile::attribute(layer, "num_parts", 2);
    OnnxFile::attribute(layer, "epsilon", 0.25f);
    OnnxFile::attribute(layer, "suppression", std::string("weight"));
    OnnxFile::attribute(layer, "activation", std::string("squared_norm"));
    OnnxFile::attribute(layer, "refine", 0);
    dnn::Net net = file.read();
    const Mat features = randomMat({2, 8, 6, 5}, rng);
    const std::vector<Mat> found = run(net, features);

    AttentionParams params;
    params.numParts = 2;
    params.epsilon = 0.25f;
    params.suppression = SUPPRESS_BY_WEIGHT;
    params.activation = ACTIVATION_SQUARED_NORM;
    params.refine = false;
    Mat expected[3];
    representativeVectors(features, expected[0], expected[1], expected[2], params);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(cv::norm(found[i].reshape(1, 1), expected[i].reshape(1, 1), NORM_INF), 0) << kOutputs[i];
}

template <class Value>
void expectRefused(const std::string& name, const Value& value, const std::string& text) {
    OnnxFile file;
    file.input("x", {1, 8, 6, 5});
    OnnxFile::attribute(file.attention("x", 8, 6, 5, 3, 1), name, value);
    expectError([&] { file.read(); }, text);
}

TEST(BRNPA_Onnx, WrongAttributesAreRefusedWhenTheFileIsRead) {
    registerLayers();
    expectRefused("num_parts", 0, "num_parts is 0");
    expectRefused("num_parts", 31, "num_parts is 31, more than the 6 x 5 = 30 pixels");
    expectRefused("num_parts", 1.5f, "num_parts is 1.5");
    expectRefused("epsilon", 0.f, "epsilon is 0");
    expectRefused("suppression", std::string("hard"), "suppression is \"hard\"");
    expectRefused("activation", std::string("relu"), "activation is \"relu\"");
    expectRefused("refine", 7, "refine is 7");
}

TEST(BRNPA_Onnx, MorePartsThanPixelsAreRefusedWhenOnlyTheInputTells) {
    registerLayers();
    RNG rng(6);
    OnnxFile file;
    file.input("x", {0, 8, 0, 0});
    file.attention("x", 8, 0, 0);
    dnn::Net net = file.read();
    expectError([&] { run(net, randomMat({1, 8, 1, 2}, rng)); }, "num_parts is 3, more than the 1 x 2 = 2 pixels");
}

TEST(BRNPA_Onnx, AMissingInputIsRefused) {
    registerLayers();
    OnnxFile file;
    file.input("x", {1, 8, 6, 5});
    onnx::NodeProto& layer = file.attention("x", 8, 6, 5, 3, 1);
    layer.clear_input();
    expectError(
        [&] {
            dnn::Net net = file.read();
            RNG rng(7);
            run(net, randomMat({1, 8, 6, 5}, rng));
        },
        "0 inputs, must be 1");
}

//! cv::dnn may turn integers into floats before the layer sees them; what must not happen is that they are misread.
TEST(BRNPA_Onnx, IntegerInputIsConvertedOrRefused) {
    registerLayers();
    RNG rng(8);
    OnnxFile file;
    file.input("x", {1, 8, 6, 5}, onnx::TensorProto::INT32);
    file.attention("x", 8, 6, 5, 3, 1);
    dnn::Net net = file.read();
    Mat integers;
    randomMat({1, 8, 6, 5}, rng, 0, 100).convertTo(integers, CV_32S);
    Mat features;
    integers.convertTo(features, CV_32F);
    std::vector<Mat> found;
    try {
        found = run(net, integers);
    } catch (const cv::Exception& error) {
        EXPECT_NE(std::string(error.what()).find("CV_32SC1"), std::string::npos) << error.what();
        return;
    }
    Mat expected[3];
    representativeVectors(features, expected[0], expected[1], expected[2]);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(cv::norm(found[i].reshape(1, 1), expected[i].reshape(1, 1), NORM_INF), 0) << kOutputs[i];
}

}  // namespace
}  // namespace opencv_test
#endif

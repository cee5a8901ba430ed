// Every operator that oneDNN is given, against cv::dnn on the same file.
#include "network/network.hpp"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <opencv2/brnpa/layer.hpp>
#include <thread>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace reid {
namespace {

using Shape = std::vector<int>;
using Names = std::vector<std::string>;

/// A file with one input "x" and random weights.
class File {
  public:
    explicit File(const Shape& input) {
        model_.set_ir_version(7);
        auto* standard = model_.add_opset_import();
        standard->set_domain("");
        standard->set_version(13);
        auto* own = model_.add_opset_import();
        own->set_domain("ai.brnpa");
        own->set_version(1);
        model_.mutable_graph()->set_name("network");
        auto* value = model_.mutable_graph()->add_input();
        value->set_name("x");
        auto* tensor = value->mutable_type()->mutable_tensor_type();
        tensor->set_elem_type(onnx::TensorProto::FLOAT);
        for (const int size : input)
            tensor->mutable_shape()->add_dim()->set_dim_value(size);
    }

    /// @param lists attributes of whole numbers.
    File& node(const std::string& type, const Names& inputs, const std::string& output,
               const std::map<std::string, std::vector<int>>& lists = {},
               const std::map<std::string, int>& numbers = {}) {
        auto* node = model_.mutable_graph()->add_node();
        node->set_op_type(type);
        node->set_name(output);
        for (const auto& input : inputs)
            node->add_input(input);
        node->add_output(output);
        for (const auto& [name, values] : lists) {
            auto* attribute = add(node, name, onnx::AttributeProto::INTS);
            for (const int value : values)
                attribute->add_ints(value);
        }
        for (const auto& [name, value] : numbers)
            add(node, name, onnx::AttributeProto::INT)->set_i(value);
        last_ = node;
        return *this;
    }
    File& decimal(const std::string& name, float value) {
        add(last_, name, onnx::AttributeProto::FLOAT)->set_f(value);
        return *this;
    }
    File& text(const std::string& name, const std::string& value) {
        add(last_, name, onnx::AttributeProto::STRING)->set_s(value);
        return *this;
    }
    File& weights(const std::string& name, const Shape& shape) {
        cv::Mat numbers(shape, CV_32F);
        cv::randu(numbers, -0.5, 0.5);
        return constant(name, shape, std::vector<float>(numbers.begin<float>(), numbers.end<float>()));
    }
    File& constant(const std::string& name, const Shape& shape, const std::vector<float>& numbers) {
        auto* tensor = addTensor(name, shape, onnx::TensorProto::FLOAT);
        tensor->set_raw_data(numbers.data(), numbers.size() * sizeof(float));
        return *this;
    }
    File& sizes(const std::string& name, const std::vector<int64_t>& numbers) {
        auto* tensor = addTensor(name, {static_cast<int>(numbers.size())}, onnx::TensorProto::INT64);
        for (const int64_t number : numbers)
            tensor->add_int64_data(number);
        return *this;
    }
    std::string write(const std::string& path, const Names& outputs) {
        for (const auto& output : outputs) {
            auto* value = model_.mutable_graph()->add_output();
            value->set_name(output);
            value->mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
            value->mutable_type()->mutable_tensor_type()->mutable_shape();
        }
        std::ofstream file(path, std::ios::binary);
        if (!model_.SerializeToOstream(&file)) throw std::runtime_error("cannot write " + path);
        return path;
    }

  private:
    static onnx::AttributeProto* add(onnx::NodeProto* node, const std::string& name,
                                     onnx::AttributeProto::AttributeType type) {
        auto* attribute = node->add_attribute();
        attribute->set_name(name);
        attribute->set_type(type);
        return attribute;
    }
    onnx::TensorProto* addTensor(const std::string& name, const Shape& shape, int type) {
        auto* tensor = model_.mutable_graph()->add_initializer();
        tensor->set_name(name);
        tensor->set_data_type(type);
        for (const int size : shape)
            tensor->add_dims(size);
        return tensor;
    }

    onnx::ModelProto model_;
    onnx::NodeProto* last_ = nullptr;
};

cv::Mat randomBlob(const Shape& shape) {
    cv::Mat blob(shape, CV_32F);
    cv::randu(blob, -1, 1);
    return blob;
}

struct Tolerance {
    double share;
    int norm;  ///< cv::NormTypes: of the largest number, or of all together
};
constexpr Tolerance OF_FLOAT = {1e-4, cv::NORM_INF}, OF_BFLOAT16 = {0.03, cv::NORM_L2};

/// Both engines answer the same to what numbers of that kind can tell.
void expectSameAnswers(Network& network, Network& opencv, const Shape& shape, const Names& outputs,
                       const Tolerance& tolerance = OF_FLOAT) {
    const cv::Mat blob = randomBlob(shape);
    const std::vector<cv::Mat> got = network.forward(blob, outputs), wanted = opencv.forward(blob, outputs);
    ASSERT_EQ(got.size(), outputs.size());
    for (size_t i = 0; i < outputs.size(); ++i) {
        ASSERT_EQ(got[i].size, wanted[i].size) << outputs[i];
        const double size = cv::norm(wanted[i], tolerance.norm);
        EXPECT_GT(size, 0) << outputs[i];
        EXPECT_LE(cv::norm(got[i], wanted[i], tolerance.norm), tolerance.share * size) << outputs[i];
    }
}

class NetworkTest : public testing::Test {
  protected:
    void SetUp() override { cv::theRNG().state = 7; }
    std::string path() const { return folder_.file("network.onnx"); }

    /// Wherever oneDNN computes it.
    void expectSame(const std::string& file, const Shape& shape, const Names& outputs) {
        const auto opencv = openOnnx(file, NetworkEngine::OpenCv);
        expectSameAnswers(*openOnnx(file, NetworkEngine::OneDnn), *opencv, shape, outputs);
        if (computesInBfloat16())
            expectSameAnswers(*openOnnx(file, NetworkEngine::OneDnnBfloat16), *opencv, shape, outputs, OF_BFLOAT16);
    }

  private:
    TemporaryFolder folder_;
};

TEST_F(NetworkTest, AutomaticRunsWhatOnlyOpencvKnows) {
    File file({1, 4, 5, 6});
    file.node("Exp", {"x"}, "y").write(path(), {"y"});
    const cv::Mat blob = randomBlob({1, 4, 5, 6});
    const auto network = openOnnx(path(), NetworkEngine::Automatic);
    const cv::Mat got = network->forward(blob, {"y"})[0];
    for (size_t i = 0; i < blob.total(); ++i)
        EXPECT_NEAR(got.ptr<float>()[i], std::exp(blob.ptr<float>()[i]), 1e-5F);
}

TEST_F(NetworkTest, NamesTheEngines) {
    EXPECT_EQ(engineNamed("auto"), NetworkEngine::Automatic);
    EXPECT_EQ(engineNamed("opencv"), NetworkEngine::OpenCv);
    EXPECT_THROW(engineNamed("cuda"), InputError);
}

#ifdef BRNPA_WITH_ONEDNN
TEST_F(NetworkTest, SaysWhichOperatorOnednnLacks) {
    File file({1, 4, 5, 6});
    file.node("Exp", {"x"}, "y").write(path(), {"y"});
    const auto network = openOnnx(path(), NetworkEngine::OneDnn);
    try {
        network->forward(randomBlob({1, 4, 5, 6}), {"y"});
        FAIL() << "it ran";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("the operator Exp"), std::string::npos) << error.what();
    }
}

TEST_F(NetworkTest, RefusesWhatIsNoNetwork) {
    std::ofstream(path()) << "no network";
    EXPECT_THROW(openOnnx(path(), NetworkEngine::OneDnn), InputError);
    EXPECT_THROW(openOnnx(path() + ".missing", NetworkEngine::OneDnn), InputError);
    EXPECT_THROW(openOnnx(path(), NetworkEngine::Automatic), cv::Exception);
}

// Such files must not be read beyond their end.
TEST_F(NetworkTest, RefusesOperatorsThatDoNotFit) {
    File bias({1, 4, 5, 6});
    bias.weights("w", {16, 4, 1, 1}).weights("b", {3});
    bias.node("Conv", {"x", "w", "b"}, "y", {{"kernel_shape", {1, 1}}}).write(path(), {"y"});
    EXPECT_THROW(openOnnx(path(), NetworkEngine::OneDnn)->forward(randomBlob({1, 4, 5, 6}), {"y"}), InputError);
    File strides({1, 4, 5, 6});
    strides.node("MaxPool", {"x"}, "y", {{"kernel_shape", {2, 2}}, {"strides", {2}}}).write(path(), {"y"});
    EXPECT_THROW(openOnnx(path(), NetworkEngine::OneDnn)->forward(randomBlob({1, 4, 5, 6}), {"y"}), InputError);
    File axis({1, 4, 5, 6});
    axis.node("Flatten", {"x"}, "y", {}, {{"axis", 9}}).write(path(), {"y"});
    EXPECT_THROW(openOnnx(path(), NetworkEngine::OneDnn)->forward(randomBlob({1, 4, 5, 6}), {"y"}), InputError);
}

TEST_F(NetworkTest, ConvolvesAPicture) {
    File file({1, 3, 33, 31});
    file.weights("w", {16, 3, 3, 3}).weights("b", {16});
    file.node("Conv", {"x", "w", "b"}, "c", {{"strides", {2, 2}}, {"pads", {1, 1, 1, 1}}, {"kernel_shape", {3, 3}}});
    file.node("Relu", {"c"}, "y").write(path(), {"y"});
    expectSame(path(), {1, 3, 33, 31}, {"y"});
}

TEST_F(NetworkTest, ConvolvesInGroupsWithoutBias) {
    File file({2, 16, 9, 13});
    file.weights("each", {16, 1, 5, 5}).weights("four", {24, 4, 3, 3});
    file.node("Conv", {"x", "each"}, "e",
              {{"pads", {4, 4, 4, 4}}, {"dilations", {2, 2}}, {"kernel_shape", {5, 5}}, {"strides", {1, 1}}},
              {{"group", 16}});
    file.node("LeakyRelu", {"e"}, "l").decimal("alpha", 0.1F);
    file.node("Conv", {"l", "four"}, "y", {{"kernel_shape", {3, 3}}, {"strides", {1, 2}}, {"pads", {0, 1, 0, 1}}},
              {{"group", 4}});
    file.write(path(), {"y"});
    expectSame(path(), {2, 16, 9, 13}, {"y"});
}

// What a residual network has: enough channels for Winograd's algorithm, pictures that its tiles do not divide, all of
// a batch at once and one after the other; between them a stride, another kernel and a side branch.
TEST_F(NetworkTest, ConvolvesManyChannels) {
    const std::map<std::string, std::vector<int>> three = {{"pads", {1, 1, 1, 1}}, {"kernel_shape", {3, 3}}},
                                                  inside = {{"kernel_shape", {3, 3}}},
                                                  halved = {{"kernel_shape", {1, 1}}, {"strides", {2, 2}}};
    for (const Shape& shape : {Shape{1, 64, 9, 7}, Shape{5, 64, 9, 7}, Shape{3, 64, 33, 41}}) {
        SCOPED_TRACE(testing::PrintToString(shape));
        File file(shape);
        file.weights("w", {64, 64, 3, 3}).weights("b", {64}).weights("wide", {128, 64, 1, 1});
        file.weights("deep", {128, 128, 3, 3}).weights("last", {24, 128, 3, 3});
        file.node("Conv", {"x", "w", "b"}, "c", three).node("Relu", {"c"}, "first");
        file.node("Conv", {"first", "w"}, "d", three)
            .node("Add", {"d", "first"}, "sum")
            .node("Relu", {"sum"}, "second");
        file.node("Conv", {"second", "wide"}, "half", halved).node("Conv", {"half", "deep"}, "e", three);
        file.node("Sigmoid", {"e"}, "s").node("Conv", {"s", "deep"}, "f", inside);
        file.node("Conv", {"half", "last"}, "g", three).write(path(), {"second", "f", "g"});
        expectSame(path(), shape, {"second", "f", "g"});
    }
}

// Frames come from another thread when a pipeline is started again. oneDNN keeps some primitives' memory for the thread
// that made them: Winograd's, for a batch of pictures of this size.
TEST_F(NetworkTest, AnswersOnAnotherThread) {
    const Shape shape = {3, 256, 20, 20};
    File file(shape);
    file.weights("w", {256, 256, 3, 3});
    file.node("Conv", {"x", "w"}, "y", {{"pads", {1, 1, 1, 1}}, {"kernel_shape", {3, 3}}}).write(path(), {"y"});
    const auto network = openOnnx(path(), NetworkEngine::OneDnn);
    const cv::Mat blob = randomBlob(shape);
    cv::Mat first, second;
    std::thread([&] { network->forward(blob, {"y"})[0].copyTo(first); }).join();
    std::thread([&] { network->forward(blob, {"y"})[0].copyTo(second); }).join();
    EXPECT_GT(cv::norm(first, cv::NORM_INF), 0);
    EXPECT_EQ(cv::norm(first, second, cv::NORM_INF), 0);
}

// A sum that is read twice, an activation behind it, and one that somebody else asks for.
TEST_F(NetworkTest, AddsWhatWasThereBefore) {
    File file({2, 16, 8, 6});
    file.weights("w", {16, 16, 1, 1}).weights("b", {16});
    file.node("Conv", {"x", "w", "b"}, "a", {{"kernel_shape", {1, 1}}});
    file.node("Clip", {"a"}, "first").decimal("min", 0).decimal("max", 6);
    file.node("Conv", {"first", "w", "b"}, "c", {{"kernel_shape", {1, 1}}});
    file.node("Add", {"first", "c"}, "sum").node("Relu", {"sum"}, "second");
    file.node("Conv", {"second", "w", "b"}, "d", {{"kernel_shape", {1, 1}}});
    file.node("Add", {"d", "first"}, "y").write(path(), {"second", "y"});
    expectSame(path(), {2, 16, 8, 6}, {"second", "y"});
}

// Where a sum may be written over its first part, and where somebody still reads that: nobody may see the difference.
TEST_F(NetworkTest, AddsInAnyOrder) {
    const Shape shape = {2, 16, 6, 5};
    cv::RNG random(5);
    for (int graph = 0; graph < 40; ++graph) {
        File file(shape);
        file.weights("w", {16, 16, 1, 1});
        Names names = {"x"};
        const auto any = [&] { return names[static_cast<size_t>(random.uniform(0, static_cast<int>(names.size())))]; };
        for (int step = 0; step < 12; ++step) {
            const std::string name = "v" + std::to_string(step);
            const int kind = random.uniform(0, 5);
            if (kind < 2)
                file.node("Conv", {any(), "w"}, name, {{"kernel_shape", {1, 1}}});
            else if (kind < 4)
                file.node("Add", {any(), names.back()}, name);
            else
                file.node(random.uniform(0, 2) == 0 ? "Identity" : "Sigmoid", {any()}, name);
            names.push_back(name);
        }
        const Names outputs = {"v11", "v" + std::to_string(random.uniform(0, 11))};
        file.write(path(), outputs);
        SCOPED_TRACE(graph);
        expectSame(path(), shape, outputs);
    }
}

// As files from operator set 11 on have it.
TEST_F(NetworkTest, ClipsBetweenConstants) {
    File file({1, 4, 5, 6});
    file.constant("low", {}, {-0.25F}).constant("high", {}, {0.5F});
    file.node("Clip", {"x", "low", "high"}, "both").node("Clip", {"x", "low"}, "one").write(path(), {"both", "one"});
    const cv::Mat blob = randomBlob({1, 4, 5, 6});
    const auto network = openOnnx(path(), NetworkEngine::OneDnn);
    const auto got = network->forward(blob, {"both", "one"});
    for (size_t i = 0; i < blob.total(); ++i) {
        EXPECT_EQ(got[0].ptr<float>()[i], std::clamp(blob.ptr<float>()[i], -0.25F, 0.5F));
        EXPECT_EQ(got[1].ptr<float>()[i], std::max(blob.ptr<float>()[i], -0.25F));
    }
}

TEST_F(NetworkTest, Pools) {
    File file({1, 12, 13, 10});
    const std::map<std::string, std::vector<int>> window = {
        {"kernel_shape", {3, 3}}, {"strides", {2, 2}}, {"pads", {1, 1, 1, 1}}};
    file.weights("w", {12, 12, 1, 1}).node("Conv", {"x", "w"}, "c", {{"kernel_shape", {1, 1}}});
    file.node("MaxPool", {"c"}, "largest", window).node("AveragePool", {"c"}, "mean", window);
    file.node("GlobalAveragePool", {"c"}, "all").write(path(), {"largest", "mean", "all"});
    expectSame(path(), {1, 12, 13, 10}, {"largest", "mean", "all"});
}

TEST_F(NetworkTest, ClassifiesVectors) {
    File file({3, 10, 4, 5});
    file.weights("w", {7, 10}).weights("b", {7}).weights("scale", {7});
    file.node("GlobalAveragePool", {"x"}, "p").node("Flatten", {"p"}, "f");
    file.node("Gemm", {"f", "w", "b"}, "g", {}, {{"transB", 1}});
    file.node("Mul", {"g", "scale"}, "y").write(path(), {"y"});
    expectSame(path(), {3, 10, 4, 5}, {"y"});
}

// The end of a detector: levels of two sizes, odd numbers of channels, rows of anchors.
TEST_F(NetworkTest, JoinsLevels) {
    File file({1, 16, 4, 6});
    file.weights("box", {4, 16, 1, 1}).weights("score", {1, 16, 1, 1}).sizes("rows", {0, 5, -1});
    file.constant("twice", {4}, {1, 1, 2, 2}).node("Resize", {"x", "", "twice"}, "large").text("mode", "nearest");
    file.text("coordinate_transformation_mode", "asymmetric").text("nearest_mode", "floor");
    for (const std::string from : {"x", "large"}) {
        file.node("Conv", {from, "box"}, from + "box", {{"kernel_shape", {1, 1}}});
        file.node("Conv", {from, "score"}, from + "raw", {{"kernel_shape", {1, 1}}});
        file.node("Sigmoid", {from + "raw"}, from + "score");
        file.node("Concat", {from + "box", from + "score"}, from + "both", {}, {{"axis", 1}});
        file.node("Reshape", {from + "both", "rows"}, from + "rows");
    }
    file.node("Concat", {"xrows", "largerows"}, "all", {}, {{"axis", 2}});
    file.node("Transpose", {"all"}, "y", {{"perm", {0, 2, 1}}}).write(path(), {"y"});
    expectSame(path(), {1, 16, 4, 6}, {"y"});
}

TEST_F(NetworkTest, MultipliesAsSwishDoes) {
    File file({1, 16, 7, 5});
    file.weights("w", {16, 16, 3, 3}).node("Conv", {"x", "w"}, "c", {{"kernel_shape", {3, 3}}});
    file.node("Sigmoid", {"c"}, "s").node("Mul", {"c", "s"}, "m").node("Identity", {"m"}, "i");
    file.node("Concat", {"i", "s"}, "y", {}, {{"axis", 1}}).write(path(), {"y"});
    expectSame(path(), {1, 16, 7, 5}, {"y"});
}

// A batch that is written in the file is an error in cv::dnn, and stays one.
TEST_F(NetworkTest, LeavesOtherShapesToOpencv) {
    File file({1, 4, 5, 6});
    file.node("Relu", {"x"}, "y").write(path(), {"y"});
    EXPECT_THROW(openOnnx(path(), NetworkEngine::OneDnn)->forward(randomBlob({2, 4, 5, 6}), {"y"}), InputError);
}

class ShippedNetwork : public testing::TestWithParam<std::pair<const char*, Shape>> {
  protected:
    void SetUp() override { cv::theRNG().state = 7; }
};

// Also that one network takes several shapes, one after the other and again.
TEST_P(ShippedNetwork, AnswersAsOpencvDoes) {
    cv::brnpa::registerLayers();
    const auto [name, largest] = GetParam();
    const std::string file = std::string(SHIPPED_MODELS) + "/" + name + "/model.onnx";
    const auto onednn = openOnnx(file, NetworkEngine::OneDnn), opencv = openOnnx(file, NetworkEngine::OpenCv);
    for (const int count : {1, largest[0], 1}) {
        Shape shape = largest;
        shape[0] = count;
        expectSameAnswers(*onednn, *opencv, shape, onednn->outputs());
    }
}

TEST_P(ShippedNetwork, AnswersNearlyTheSameInBfloat16) {
    if (!computesInBfloat16()) GTEST_SKIP() << "this processor has no instructions for bfloat16";
    const auto [name, shape] = GetParam();
    const std::string file = std::string(SHIPPED_MODELS) + "/" + name + "/model.onnx";
    const auto exact = openOnnx(file, NetworkEngine::OneDnn), brief = openOnnx(file, NetworkEngine::OneDnnBfloat16);
    // Not the maps: of two pixels that are nearly as active the other one may be a part's seed.
    Names outputs = exact->outputs();
    outputs.erase(std::remove(outputs.begin(), outputs.end(), "saliency_map"), outputs.end());
    constexpr Tolerance OF_ANOTHER_SEED = {0.1, cv::NORM_L2};
    expectSameAnswers(*brief, *exact, shape, outputs, OF_ANOTHER_SEED);
    const cv::Mat blob = randomBlob(shape);
    const Names first = {exact->outputs()[0]};
    EXPECT_GT(cv::norm(brief->forward(blob, first)[0], exact->forward(blob, first)[0], cv::NORM_INF), 0)
        << "it was not computed in bfloat16";
}

INSTANTIATE_TEST_SUITE_P(All, ShippedNetwork,
                         testing::Values(std::pair<const char*, Shape>{"person-detector", {1, 3, 320, 416}},
                                         std::pair<const char*, Shape>{"person-detector", {1, 3, 224, 288}},
                                         std::pair<const char*, Shape>{"reid-live", {5, 3, 128, 64}},
                                         std::pair<const char*, Shape>{"reid-teacher", {3, 3, 128, 64}}));
#endif

}  // namespace
}  // namespace reid

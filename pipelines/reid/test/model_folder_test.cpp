#include "reid/model_folder.hpp"

#include <algorithm>
#include <functional>

#include "reid/errors.hpp"
#include "valid_model.hpp"

namespace {

using nlohmann::json;
using reid::ModelFolder;

std::string refusalOf(const std::string& directory) {
    try {
        ModelFolder::load(directory);
    } catch (const reid::InputError& error) {
        return error.what();
    }
    return "(accepted)";
}

class ModelFolderTest : public testing::Test {
  protected:
    ModelFolderTest() { folder_.write("model.onnx", "the network"); }

    std::string refusalAfter(const std::function<void(json&)>& change) {
        json document = validModelJson();
        change(document);
        writeModelJson(folder_, document);
        return refusalOf(folder_.path());
    }

    /// How a sentence about a key begins.
    std::string key(const std::string& name) const {
        return "The key \"" + name + "\" of \"" + folder_.file("model.json") + "\" is ";
    }

    TemporaryFolder folder_;
};

TEST_F(ModelFolderTest, readsTheContract) {
    json document = validModelJson();
    document["input"]["mean"] = {123.675, 116.28, 103.53};
    document["input"]["std"] = {58.395, 57.12, 57.375};
    document["input"]["channels"] = "BGR";
    document["embedding"]["metric"] = "euclidean";
    writeModelJson(folder_, document);
    const ModelFolder model = ModelFolder::load(folder_.path());
    EXPECT_EQ(model.directory, folder_.path());
    EXPECT_EQ(model.onnxPath, folder_.file("model.onnx"));
    EXPECT_EQ(model.name, "tiny");
    EXPECT_EQ(model.task, "reid");
    EXPECT_EQ(model.inputSize, cv::Size(4, 8));
    EXPECT_FALSE(model.rgb);
    EXPECT_EQ(model.mean, cv::Scalar(123.675, 116.28, 103.53));
    EXPECT_EQ(model.std, cv::Scalar(58.395, 57.12, 57.375));
    EXPECT_EQ(model.embeddingOutput, "feature_vector");
    EXPECT_EQ(model.embeddingSize, 6);
    EXPECT_EQ(model.metric, reid::Metric::Euclidean);
    EXPECT_EQ(model.mapsOutput, "saliency_map");
    EXPECT_EQ(model.normsOutput, "saliency_norm");
    EXPECT_EQ(model.parts, 2);
    EXPECT_EQ(model.mapSize, cv::Size(2, 4));
    ASSERT_EQ(model.thresholds.size(), 2U);
    EXPECT_EQ(model.thresholds[0].falseAcceptRate, 0.001) << "by rising rate, whatever the order in the file";
    EXPECT_EQ(model.thresholds[0].low, 0.27);
    EXPECT_EQ(model.thresholds[0].high, 0.33);
    EXPECT_EQ(model.thresholds[1].calibratedOn, "a set");
}

TEST_F(ModelFolderTest, acceptDistanceIsThatOfTheNearestRate) {
    writeModelJson(folder_, validModelJson());
    ModelFolder model = ModelFolder::load(folder_.path());
    EXPECT_EQ(model.acceptDistance(), 0.3);
    EXPECT_EQ(model.acceptDistance(0.01), 0.4);
    EXPECT_EQ(model.acceptDistance(0.002), 0.3) << "2 times 0.001, a fifth of 0.01";
    EXPECT_EQ(model.acceptDistance(0.004), 0.4) << "4 times 0.001, but only 2.5 times less than 0.01";
    EXPECT_EQ(model.acceptDistance(1), 0.4);
    EXPECT_EQ(model.acceptDistance(0), 0.3);
    model.thresholds.clear();
    EXPECT_THROW(model.acceptDistance(), reid::InputError);
}

TEST_F(ModelFolderTest, missingFolder) {
    EXPECT_EQ(refusalOf(folder_.file("none")),
              "The model folder \"" + folder_.file("none") +
                  "\" does not exist; a folder that holds model.onnx and model.json is needed.");
}

TEST_F(ModelFolderTest, fileInsteadOfFolder) {
    EXPECT_NE(refusalOf(folder_.file("model.onnx")).find("does not exist; a folder"), std::string::npos);
}

TEST_F(ModelFolderTest, missingJson) {
    EXPECT_EQ(refusalOf(folder_.path()), "The file \"" + folder_.file("model.json") +
                                             "\" does not exist; a model folder holds model.onnx and model.json.");
}

TEST_F(ModelFolderTest, missingNetwork) {
    writeModelJson(folder_, validModelJson());
    std::filesystem::remove(folder_.file("model.onnx"));
    EXPECT_EQ(refusalOf(folder_.path()), "The file \"" + folder_.file("model.onnx") +
                                             "\" does not exist; a model folder holds model.onnx and model.json.");
}

TEST_F(ModelFolderTest, notJson) {
    folder_.write("model.json", "{\"schema_version\": 1,");
    EXPECT_EQ(refusalOf(folder_.path()), "The file \"" + folder_.file("model.json") + "\" is not JSON.");
    folder_.write("model.json", "");
    EXPECT_EQ(refusalOf(folder_.path()), "The file \"" + folder_.file("model.json") + "\" is not JSON.");
}

TEST_F(ModelFolderTest, notAnObject) {
    folder_.write("model.json", "[1, 2]");
    EXPECT_EQ(refusalOf(folder_.path()),
              "In \"" + folder_.file("model.json") + "\" a JSON object is needed, not [1,2].");
    EXPECT_EQ(refusalAfter([](json& document) { document["input"] = 3; }),
              "In the key \"input\" of \"" + folder_.file("model.json") + "\" a JSON object is needed, not 3.");
}

TEST_F(ModelFolderTest, otherSchemaVersion) {
    EXPECT_EQ(refusalAfter([](json& document) { document["schema_version"] = 2; }),
              key("schema_version") + "2; 1 is needed.");
}

TEST_F(ModelFolderTest, wrongChecksum) {
    writeModelJson(folder_, validModelJson());
    folder_.write("model.onnx", "abc");
    const std::string text = refusalOf(folder_.path());
    EXPECT_EQ(text.find("The checksum of \"" + folder_.file("model.onnx") +
                        "\" is ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, but model.json says "),
              0U)
        << text;
}

TEST_F(ModelFolderTest, everyMissingKeyIsNamed) {
    for (const char* path : {"/schema_version",
                             "/name",
                             "/task",
                             "/input",
                             "/input/width",
                             "/input/height",
                             "/input/channels",
                             "/input/mean",
                             "/input/std",
                             "/embedding",
                             "/embedding/output",
                             "/embedding/size",
                             "/embedding/metric",
                             "/saliency",
                             "/saliency/output",
                             "/saliency/norm_output",
                             "/saliency/parts",
                             "/saliency/width",
                             "/saliency/height",
                             "/thresholds",
                             "/thresholds/0/distance",
                             "/thresholds/1/calibrated_on"}) {
        const json::json_pointer pointer(path);
        const std::string text =
            refusalAfter([&](json& document) { document[pointer.parent_pointer()].erase(pointer.back()); });
        std::string name = path + 1;
        std::replace(name.begin(), name.end(), '/', '.');
        for (const char* index : {"0", "1"}) {
            const size_t at = name.find("thresholds." + std::string(index));
            if (at == 0) name = "thresholds[" + std::string(index) + "]" + name.substr(12);
        }
        EXPECT_EQ(text, "The key \"" + name + "\" is missing in \"" + folder_.file("model.json") + "\".");
    }
    json document = validModelJson();
    document.erase("sha256");
    folder_.write("model.json", document.dump());
    EXPECT_EQ(refusalOf(folder_.path()), "The key \"sha256\" is missing in \"" + folder_.file("model.json") + "\".");
}

TEST_F(ModelFolderTest, everyWrongValueIsNamed) {
    const struct {
        const char* path;
        json value;
        std::string sentence;
    } cases[] = {
        {"/name", 7, key("name") + "7; a text is needed."},
        {"/name", "", key("name") + "\"\"; a text is needed."},
        {"/task", "cars", key("task") + "\"cars\"; \"reid\" or \"classify\" is needed."},
        {"/input/width", "4", key("input.width") + "\"4\"; an integer, 1 or more, is needed."},
        {"/input/height", 0, key("input.height") + "0; an integer, 1 or more, is needed."},
        {"/input/height", 1e12, key("input.height") + "1000000000000.0; an integer, 1 or more, is needed."},
        {"/input/channels", "GRB", key("input.channels") + "\"GRB\"; \"RGB\" or \"BGR\" is needed."},
        {"/input/mean", {1, 2}, key("input.mean") + "[1,2]; an array of three numbers, 0 to 255, is needed."},
        {"/input/mean", {1, 2, 256}, key("input.mean") + "[1,2,256]; an array of three numbers, 0 to 255, is needed."},
        {"/input/std", {1, 0, 1}, key("input.std") + "[1,0,1]; an array of three numbers, 1e-06 or more, is needed."},
        {"/embedding/size", 1.5, key("embedding.size") + "1.5; an integer, 1 or more, is needed."},
        {"/embedding/metric", nullptr, key("embedding.metric") + "null; \"cosine\" or \"euclidean\" is needed."},
        {"/saliency/parts", -1, key("saliency.parts") + "-1; an integer, 1 or more, is needed."},
        {"/thresholds", "none", key("thresholds") + "\"none\"; an array of objects is needed."},
        {"/thresholds/0/false_accept_rate", 2,
         key("thresholds[0].false_accept_rate") + "2; a number, 0 to 1, is needed."},
        {"/thresholds/1/distance", -0.5, key("thresholds[1].distance") + "-0.5; a number, 0 or more, is needed."},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(refusalAfter([&](json& document) { document[json::json_pointer(one.path)] = one.value; }),
                  one.sentence);
    }
}

TEST_F(ModelFolderTest, longValueIsCutShort) {
    const std::string text = refusalAfter([](json& document) { document["task"] = std::string(100000, 'x'); });
    EXPECT_LT(text.size(), 300U);
}

TEST_F(ModelFolderTest, noThresholdsAreAllowed) {
    EXPECT_EQ(refusalAfter([](json& document) { document["thresholds"] = json::array(); }), "(accepted)");
}

}  // namespace

#include "backbones/weights_file.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include "backbones/weights_table.hpp"
#include "common/errors.hpp"
#include "test/pickle_bytes.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

using namespace pickle_bytes;

using Members = std::vector<std::pair<std::string, std::string>>;

std::string zipOf(const TemporaryFolder& folder, const Members& members) {
    const std::string path = folder.file("members.zip");
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const auto& [name, content] : members)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    if (zip_close(archive) != 0) throw std::runtime_error("cannot write " + path);
    return contentOf(path);
}

//! What Python's torch.save writes for two views of one storage.
Members torchSave() {
    return {{"archive/data.pkl", pickle(orderedDict + "(" + text("rows") + tensorOf("0", 1, 3, 1) + text("columns") +
                                        tensorOf("0", 0, 1, 2) + "u")},
            {"archive/byteorder", "little"},
            {"archive/data/0", eightFloats()},
            {"archive/version", "3\n"}};
}

class WeightsFile : public ::testing::Test {
  protected:
    NamedTensors read(const Members& members) const { return readWeights(folder_.write("w", zipOf(folder_, members))); }

    std::string refusalOf(const std::string& content) const {
        try {
            readWeights(folder_.write("w", content));
        } catch (const InputError& error) {
            return error.what();
        }
        return "(accepted)";
    }
    std::string refusalOf(const Members& members) const { return refusalOf(zipOf(folder_, members)); }

    TemporaryFolder folder_;
    const torch::Tensor rows_ = torch::tensor({{1.0f, 2.0f, 3.0f}, {4.0f, 5.0f, 6.0f}});
};

TEST_F(WeightsFile, ReadsTorchsZipFormat) {
    const auto weights = read(torchSave());
    ASSERT_EQ(weights.size(), 2u);
    EXPECT_TRUE(torch::equal(weights.at("rows"), rows_));
    EXPECT_TRUE(torch::equal(weights.at("columns"), torch::tensor({{0.0f, 2.0f, 4.0f}, {1.0f, 3.0f, 5.0f}})));
}

TEST_F(WeightsFile, ReadsTheOldFormatAndWheelsOfBoth) {
    EXPECT_TRUE(torch::equal(readWeights(folder_.write("w", legacyFile())).at("rows"), rows_));
    const Members wheelOfOld{{"pkg/__init__.py", "pass"}, {"pkg/weights/model.pt", legacyFile()}};
    EXPECT_TRUE(torch::equal(read(wheelOfOld).at("rows"), rows_));
    const Members wheelOfNew{{"pkg/__init__.py", "pass"}, {"pkg/model.pth", zipOf(folder_, torchSave())}};
    EXPECT_TRUE(torch::equal(read(wheelOfNew).at("rows"), rows_));
}

TEST_F(WeightsFile, FindsTheStateDictOfATrainingAndOfAParallelNetwork) {
    Members members = torchSave();
    members[0].second = pickle("}(" + text("epoch") + small(7) + text("state_dict") + orderedDict + "(" +
                               text("module.rows") + tensorOf("0", 1, 3, 1) + "uu");
    EXPECT_TRUE(torch::equal(read(members).at("rows"), rows_));
}

TEST_F(WeightsFile, WrittenIsReadAgain) {
    const NamedTensors weights{{"features.0.weight", torch::arange(24, torch::kFloat32).view({2, 3, 4})},
                               {"transposed", rows_.t()},
                               {"count", torch::tensor(std::int64_t{1} << 40)},
                               {"none", torch::empty({0, 3})},
                               {"half", torch::tensor({0.5f, -2.0f}).to(torch::kFloat16)}};
    writeWeights(folder_.file("out.pt"), weights);
    const auto again = readWeights(folder_.file("out.pt"));
    ASSERT_EQ(again.size(), weights.size());
    for (const auto& [name, tensor] : weights) {
        EXPECT_EQ(again.at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(torch::equal(again.at(name), tensor)) << name;
    }
}

TEST_F(WeightsFile, SaysWhatDoesNotFit) {
    EXPECT_THROW(readWeights("/nonexistent/w.pt"), InputError);
    EXPECT_NE(refusalOf("hello").find("does not begin with a pickle"), std::string::npos);
    EXPECT_NE(refusalOf("PK and then nothing").find("cannot read the zip archive"), std::string::npos);
    EXPECT_NE(refusalOf(Members{{"a.txt", "x"}}).find("holds 0 files .pt or .pth"), std::string::npos);
    EXPECT_NE(refusalOf(Members{{"a.pt", "x"}, {"b.pth", "x"}}).find("holds 2 files"), std::string::npos);
    EXPECT_NE(refusalOf(Members{{"a.pt", "x"}}).find("in it a.pt"), std::string::npos);
    Members members = torchSave();
    members[1].second = "big";
    EXPECT_NE(refusalOf(members).find("big-endian"), std::string::npos);
    members = torchSave();
    members[2].second.pop_back();
    EXPECT_NE(refusalOf(members).find("storage 0 has another size"), std::string::npos);
    members[2].first = "archive/data/1";
    EXPECT_NE(refusalOf(members).find("no member archive/data/0"), std::string::npos);
    members = torchSave();
    members[0].second = pickle(orderedDict + "(" + text("w") + tensorOf("0", 3, 3, 1) + "u");
    EXPECT_NE(refusalOf(members).find("w reaches beyond its storage"), std::string::npos);
    members[0].second = pickle(orderedDict + "(" + text("w") + tensorOf("0", 0, 200, 1) + "u");
    EXPECT_NE(refusalOf(members).find("w reaches beyond its storage"), std::string::npos);
}

TEST_F(WeightsFile, CallsInTheFileAreNotMade) {
    const std::string mark = folder_.file("must_not_exist");
    Members members = torchSave();
    members[0].second = pickle("}(" + text("w") + "cos\nsystem\n" + text("touch " + mark) + "\x85Ru");
    EXPECT_NE(refusalOf(members).find("w is not a tensor"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST_F(WeightsFile, DamageIsNoticed) {
    const std::string whole = zipOf(folder_, torchSave());
    for (std::size_t size = 2; size < whole.size(); ++size)
        EXPECT_NE(refusalOf(whole.substr(0, size)), "(accepted)") << size << " bytes";
    // Stored or deflated, one other byte in the numbers does not fit the checksum.
    const auto numbers = whole.find(std::string("data/0")) + 12;
    std::string damaged = whole;
    damaged[numbers] = static_cast<char>(damaged[numbers] ^ 0x10);
    EXPECT_NE(refusalOf(damaged), "(accepted)");
}

TEST_F(WeightsFile, TableCountsTensorsAndParameters) {
    const NamedTensors weights{{"features.0.weight", torch::ones({1000, 2})},
                               {"features.0.running_mean", torch::ones({50})},
                               {"features.0.running_var", torch::ones({50})},
                               {"features.0.num_batches_tracked", torch::tensor(std::int64_t{3})},
                               {"fc.bias", torch::ones({7})}};
    EXPECT_EQ(weightsTable(weights),
              "part      tensors      parameters\n"
              "fc              1               7\n"
              "features        4           2,000\n"
              "all             5           2,007\n");
}

}  // namespace
}  // namespace brnpa::trainer

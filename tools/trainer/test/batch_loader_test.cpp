#include "data/batch_loader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "common/errors.hpp"
#include "data/market1501.hpp"
#include "data/reid_split.hpp"
#include "test/tiny_task.hpp"

namespace brnpa::trainer {
namespace {

class BatchLoading : public ::testing::Test {
  protected:
    BatchLoading() {
        writeTinyMarket(folder_);
        images_ = readMarket1501(folder_.path());
        labels_ = denseLabels(images_);
        store_ = std::make_unique<ImageStore>(images_, 16, 32);
    }

    TemporaryFolder folder_;
    std::vector<ReidImage> images_;
    std::vector<int> labels_;
    std::unique_ptr<ImageStore> store_;
    const Normalization normalization_{{10, 20, 30}, {0.5f, 0.25f, 0.125f}};
    const std::vector<std::vector<std::size_t>> batches_{{0, 7}, {35, 12}, {3, 3}, {20, 21}, {8, 30}, {1, 2}};
    const Augmentation varied_{0.5, 3, 0.5, {0.5, 0.3, 0.3, 0.3, 0.1}, {0.5, 0.5, 1.2}};
};

//! Counts what is read, and fails or waits where it is told to.
class CountingSource : public PictureSource {
  public:
    explicit CountingSource(std::size_t size) : PictureSource(4, 4), size_(size) {}

    std::size_t size() const override { return size_; }
    const std::uint8_t* read(std::size_t index, std::vector<std::uint8_t>& buffer) const override {
        ++reads_;
        if (index == failing) throw InputError("the picture is gone");
        buffer.assign(imageBytes(), static_cast<std::uint8_t>(index));
        return buffer.data();
    }
    std::size_t reads() const { return reads_; }

    std::size_t failing = static_cast<std::size_t>(-1);

  private:
    std::size_t size_;
    mutable std::atomic<std::size_t> reads_{0};
};

const Normalization asTheyAre{{0, 0, 0}, {1, 1, 1}};

//! One picture a batch: batch i has picture i.
std::vector<std::vector<std::size_t>> singles(std::size_t count) {
    std::vector<std::vector<std::size_t>> batches;
    for (std::size_t i = 0; i < count; ++i)
        batches.push_back({i});
    return batches;
}

TEST_F(BatchLoading, PixelsAndLabelsAreThoseOfTheIndices) {
    BatchLoader loader(*store_, labels_, batches_, 0, {}, normalization_, 1);
    for (const auto& indices : batches_) {
        const Batch batch = loader.next();
        ASSERT_EQ(batch.images.sizes().vec(), (std::vector<std::int64_t>{2, 3, 32, 16}));
        for (std::int64_t i = 0; i < 2; ++i) {
            const auto index = indices[static_cast<std::size_t>(i)];
            EXPECT_EQ(batch.labels[i].item<int>(), labels_[index]);
            // Green of row 5, column 9.
            const float expected = (static_cast<float>(store_->pixels(index)[(5 * 16 + 9) * 3 + 1]) - 20) * 0.25f;
            EXPECT_EQ(batch.images[i][1][5][9].item<float>(), expected);
        }
    }
    EXPECT_THROW(loader.next(), std::logic_error) << "behind the last batch";
    EXPECT_THROW(BatchLoader(*store_, labels_, {{1000000000}}, 0, {}, normalization_, 1).next(), std::out_of_range);
}

TEST_F(BatchLoading, ResumedEpochGivesTheSameVariations) {
    BatchLoader whole(*store_, labels_, batches_, 0, varied_, normalization_, 5);
    BatchLoader rest(*store_, labels_, batches_, 4, varied_, normalization_, 5);
    for (int i = 0; i < 4; ++i)
        whole.next();
    for (int i = 0; i < 2; ++i) {
        const Batch a = whole.next(), b = rest.next();
        EXPECT_TRUE(torch::equal(a.images, b.images));
        EXPECT_TRUE(torch::equal(a.labels, b.labels));
    }
}

TEST_F(BatchLoading, AnyNumberOfThreadsGivesTheSameBits) {
    BatchLoader one(*store_, labels_, batches_, 0, varied_, normalization_, 5, 1);
    BatchLoader four(*store_, labels_, batches_, 0, varied_, normalization_, 5, 4);
    BatchLoader otherSeed(*store_, labels_, batches_, 0, varied_, normalization_, 6, 4);
    bool differs = false;
    for (std::size_t i = 0; i < batches_.size(); ++i) {
        const Batch a = one.next(), b = four.next();
        EXPECT_TRUE(torch::equal(a.images, b.images)) << "batch " << i;
        EXPECT_TRUE(torch::equal(a.labels, b.labels)) << "batch " << i;
        differs = differs || !torch::equal(a.images, otherSeed.next().images);
    }
    EXPECT_TRUE(differs);
}

TEST_F(BatchLoading, APictureVariesWithItsPlaceAndBatch) {
    BatchLoader loader(*store_, labels_, {{4, 4}, {4, 4}}, 0, varied_, normalization_, 5);
    const auto first = loader.next().images, second = loader.next().images;
    EXPECT_FALSE(torch::equal(first[0], first[1]));
    EXPECT_FALSE(torch::equal(first[0], second[0]));
}

TEST_F(BatchLoading, BatchesComeInOrder) {
    const CountingSource source(200);
    const std::vector<int> labels(200, 0);
    BatchLoader loader(source, labels, singles(200), 0, {}, asTheyAre, 1, 8);
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(loader.next().images[0][0][0][0].item<int>(), i);
    EXPECT_THROW(loader.next(), std::logic_error);
    EXPECT_GE(loader.waitingShare(), 0);
    EXPECT_LE(loader.waitingShare(), 1);
}

TEST_F(BatchLoading, ASlowConsumerDoesNotMakeTheQueueGrow) {
    const CountingSource source(100);
    const std::vector<int> labels(100, 0);
    BatchLoader loader(source, labels, singles(100), 0, {}, asTheyAre, 1, 3);
    for (std::size_t given = 0; given < 5; ++given) {
        while (source.reads() < given + loader.ahead())
            std::this_thread::yield();
        // Time in which threads that did not keep to the limit would read on.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        EXPECT_EQ(source.reads(), given + loader.ahead());
        loader.next();
    }
    EXPECT_LT(loader.ahead(), 10u);
}

TEST_F(BatchLoading, AFailureArrivesAtItsPlace) {
    CountingSource source(50);
    source.failing = 3;
    const std::vector<int> labels(50, 0);
    BatchLoader loader(source, labels, singles(50), 0, {}, asTheyAre, 1, 4);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(loader.next().images[0][0][0][0].item<int>(), i);
    EXPECT_THROW(loader.next(), InputError);
    EXPECT_THROW(loader.next(), InputError) << "the second time too";
}

TEST_F(BatchLoading, AbandonedLoaderEnds) {
    BatchLoader loader(*store_, labels_, batches_, 0, varied_, normalization_, 5);
    loader.next();
}

}  // namespace
}  // namespace brnpa::trainer

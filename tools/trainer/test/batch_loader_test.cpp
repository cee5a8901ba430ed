#include "data/batch_loader.hpp"

#include <gtest/gtest.h>

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
    const Augmentation varied_{0.5, 3, 0.5};
};

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

TEST_F(BatchLoading, AbandonedLoaderEnds) {
    BatchLoader loader(*store_, labels_, batches_, 0, varied_, normalization_, 5);
    loader.next();
}

}  // namespace
}  // namespace brnpa::trainer

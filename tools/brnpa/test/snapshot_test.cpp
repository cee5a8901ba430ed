#include "snapshot.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

cv::Mat picture(int gray) {
    return cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(gray));
}

TEST(SnapshotTest, KeepsTheFirstFrameWithTheMostPeople) {
    const TemporaryFolder folder;
    Snapshot snapshot(folder / "best.png");
    snapshot.offer(picture(1), 0);
    EXPECT_EQ(folder.entries(), 0u);
    int gray = 10;
    for (size_t people : {1, 3, 2, 3})
        snapshot.offer(picture(gray++), people);
    EXPECT_EQ(snapshot.people(), 3u);
    EXPECT_EQ(cv::norm(cv::imread(folder / "best.png"), picture(11), cv::NORM_INF), 0);
    EXPECT_EQ(folder.entries(), 1u);
}

TEST(SnapshotTest, WithoutAPathNothingHappens) {
    Snapshot snapshot("");
    snapshot.offer(picture(1), 5);
    EXPECT_EQ(snapshot.people(), 0u);
}

TEST(SnapshotTest, AFolderThatIsMissingIsAnError) {
    const TemporaryFolder folder;
    EXPECT_THROW(Snapshot(folder / "missing/best.png"), reid::ResourceError);
}

}  // namespace

#include "reid/atomic_file.hpp"

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::AtomicFile;

TEST(AtomicFile, appearsWhenItIsWhole) {
    const TemporaryFolder folder;
    AtomicFile file(folder.file("result.txt"));
    file.stream() << "half";
    EXPECT_FALSE(std::filesystem::exists(folder.file("result.txt")));
    EXPECT_TRUE(std::filesystem::exists(file.partialPath()));
    EXPECT_EQ(std::filesystem::path(file.partialPath()).filename().string()[0], '.') << "hidden";
    file.stream() << " and half";
    file.commit();
    EXPECT_EQ(folder.read("result.txt"), "half and half");
    EXPECT_FALSE(std::filesystem::exists(file.partialPath()));
}

TEST(AtomicFile, theOldFileStaysUntilThen) {
    const TemporaryFolder folder;
    folder.write("result.txt", "old");
    {
        AtomicFile file(folder.file("result.txt"));
        file.stream() << "new";
    }
    EXPECT_EQ(folder.read("result.txt"), "old");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "nothing is left behind";
}

TEST(AtomicFile, whatAKilledProgramLeftIsOverwritten) {
    const TemporaryFolder folder;
    std::string partialPath;
    {
        const AtomicFile file(folder.file("result.txt"));
        partialPath = file.partialPath();
    }
    std::ofstream(partialPath) << "much that was never finished";
    AtomicFile file(folder.file("result.txt"));
    file.stream() << "new";
    file.commit();
    EXPECT_EQ(folder.read("result.txt"), "new");
}

TEST(AtomicFile, aMissingFolderIsOneSentence) {
    const TemporaryFolder folder;
    try {
        AtomicFile file(folder.file("none/result.txt"));
        FAIL();
    } catch (const reid::ResourceError& error) {
        EXPECT_EQ(error.what(),
                  "The file \"" + folder.file("none/result.txt") + "\" cannot be created: No such file or directory.");
    }
}

TEST(AtomicFile, aTargetThatIsAFolderIsRefused) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("result.txt"));
    AtomicFile file(folder.file("result.txt"));
    EXPECT_THROW(file.commit(), reid::ResourceError);
}

TEST(AtomicFile, aFullDiskIsReported) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
    const TemporaryFolder folder;
    std::filesystem::create_symlink("/dev/full", folder.file(".result.txt.partial"));
    AtomicFile file(folder.file("result.txt"));
    ASSERT_EQ(file.partialPath(), folder.file(".result.txt.partial"));
    file.stream() << std::string(1 << 20, 'x');
    EXPECT_THROW(file.commit(), reid::ResourceError);
    EXPECT_FALSE(std::filesystem::exists(folder.file("result.txt")));
}

TEST(PublishFile, renames) {
    const TemporaryFolder folder;
    folder.write(".video.partial", "frames");
    reid::publishFile(folder.file(".video.partial"), folder.file("video.mp4"));
    EXPECT_EQ(folder.read("video.mp4"), "frames");
    EXPECT_FALSE(std::filesystem::exists(folder.file(".video.partial")));
    EXPECT_THROW(reid::publishFile(folder.file("none"), folder.file("video.mp4")), reid::ResourceError);
}

}  // namespace

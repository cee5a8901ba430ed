#include "run/run_log.hpp"

#include <gtest/gtest.h>

#include "common/errors.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

TEST(RunLog, ResumedItForgetsWhatCameLater) {
    const TemporaryFolder folder;
    const std::string path = folder.write("log.jsonl",
                                          "{\"step\":50}\n{\"step\":80}\n{\"step\":81}\nno record\n{\"step\":130}\n"
                                          "{\"step\":80,\"los");
    RunLog log(path, 80);
    EXPECT_EQ(contentOf(path), "{\"step\":50}\n{\"step\":80}\n");
    log.add({{"step", 100}, {"loss", 2}});
    EXPECT_EQ(contentOf(path), "{\"step\":50}\n{\"step\":80}\n{\"step\":100,\"loss\":2}\n");
}

TEST(RunLog, StartsWithNothing) {
    const TemporaryFolder folder;
    RunLog log(folder.file("log.jsonl"), 0);
    log.add({{"epoch", 0.1}});
    EXPECT_EQ(contentOf(folder.file("log.jsonl")), "{\"epoch\":0.1}\n");
}

TEST(RunLog, AFolderThatIsGoneIsAnError) {
    const TemporaryFolder folder;
    RunLog log(folder.file("absent/log.jsonl"), 0);
    EXPECT_THROW(log.add({{"epoch", 1}}), ResourceError);
}

}  // namespace
}  // namespace brnpa::trainer

#include "interruption.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace {

bool becomesTrue(const std::function<bool()>& condition) {
    for (int i = 0; i < 1000 && !condition(); ++i)
        usleep(10'000);
    return condition();
}

TEST(InterruptionTest, TheFirstSignalIsAWish) {
    bool gaveUp = false;
    Interruption interruption([&] { gaveUp = true; });
    EXPECT_FALSE(interruption.requested());
    raise(SIGTERM);
    EXPECT_TRUE(becomesTrue([&] { return interruption.requested(); }));
    EXPECT_FALSE(gaveUp);
}

TEST(InterruptionTest, AnotherOneStartsAnew) {
    {
        Interruption first([] {});
        raise(SIGINT);
        EXPECT_TRUE(becomesTrue([&] { return first.requested(); }));
    }
    const Interruption second([] {});
    EXPECT_FALSE(second.requested());
}

TEST(InterruptionTest, TheHandlersBeforeComeBack) {
    signal(SIGTERM, SIG_IGN);
    {
        const Interruption interruption([] {});
    }
    EXPECT_EQ(signal(SIGTERM, SIG_DFL), SIG_IGN);
}

TEST(InterruptionDeathTest, TheSecondSignalGivesUp) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    const auto twice = [] {
        const Interruption interruption(
            [] { [[maybe_unused]] const auto written = write(STDERR_FILENO, "gave up", 7); });
        raise(SIGINT);
        raise(SIGTERM);
        becomesTrue([] { return false; });
    };
    EXPECT_EXIT(twice(), testing::ExitedWithCode(Interruption::EXIT_CODE), "gave up");
}

}  // namespace

#include "reid/parallel_detector.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "reid/errors.hpp"

namespace {

using reid::Detection;

/// Its only box says which frame it was given; frames with odd numbers take longer than those with even ones.
class SlowDetector : public reid::Detector {
  public:
    std::vector<Detection> detect(const cv::Mat& frame) override {
        const int number = frame.at<int>(0);
        if (number < 0) throw reid::InputError("a frame below zero");
        if (number % 2 == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return {{{static_cast<float>(number), 0, 1, 1}, 1}};
    }
    std::string name() const override { return "slow"; }
    int usualInterval() const override { return 3; }
    double startConfidence() const override { return 0.5; }
};

cv::Mat frame(int number) {
    return {1, 1, CV_32SC1, cv::Scalar(number)};
}

float numberIn(const std::vector<Detection>& detections) {
    return detections.at(0).box.x;
}

std::unique_ptr<reid::Detector> make() {
    return std::make_unique<SlowDetector>();
}

TEST(ParallelDetector, AnswersInTheOrderOfTheQuestions) {
    reid::ParallelDetector detector(make, 3);
    std::vector<cv::Mat> frames;
    for (int i = 0; i < 40; ++i) {
        frames.push_back(frame(i));
        detector.expect(frames.back());
    }
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(numberIn(detector.detect(frames[static_cast<size_t>(i)])), static_cast<float>(i));
}

TEST(ParallelDetector, IsTheDetectorThatItIsMadeOf) {
    const reid::ParallelDetector detector(make, 2);
    EXPECT_EQ(detector.name(), "slow");
    EXPECT_EQ(detector.usualInterval(), 3);
    EXPECT_EQ(detector.startConfidence(), 0.5);
    EXPECT_GE(detector.ahead(), 2);
}

TEST(ParallelDetector, TakesFramesThatNobodyAnnouncedAndForgetsThoseThatNobodyWants) {
    reid::ParallelDetector detector(make, 2);
    EXPECT_EQ(numberIn(detector.detect(frame(7))), 7);
    const cv::Mat unwanted = frame(-1), wanted = frame(2);
    detector.expect(unwanted);
    detector.expect(wanted);
    EXPECT_EQ(numberIn(detector.detect(frame(8))), 8);
    EXPECT_EQ(numberIn(detector.detect(wanted)), 2);
    EXPECT_EQ(numberIn(detector.detect(frame(9))), 9);
}

TEST(ParallelDetector, ThrowsWhereTheAnswerIsAskedFor) {
    reid::ParallelDetector detector(make, 2);
    const cv::Mat bad = frame(-1), good = frame(1);
    detector.expect(bad);
    detector.expect(good);
    EXPECT_THROW(detector.detect(bad), reid::InputError);
    EXPECT_EQ(numberIn(detector.detect(good)), 1);
}

TEST(ParallelDetector, ThrowsWhatOpeningThrows) {
    std::atomic<int> opened{0};
    const auto second = [&]() -> std::unique_ptr<reid::Detector> {
        if (++opened == 2) throw reid::InputError("no second one");
        return make();
    };
    EXPECT_THROW(reid::ParallelDetector(second, 3), reid::InputError);
}

/// Waits until somebody else works at the same time.
class MeetingDetector : public SlowDetector {
  public:
    explicit MeetingDetector(std::atomic<int>& working) : working_(working) {}
    std::vector<Detection> detect(const cv::Mat& frame) override {
        ++working_;
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (working_ < 2 && std::chrono::steady_clock::now() < patience)
            std::this_thread::yield();
        EXPECT_GE(working_, 2) << "nobody else came";
        return SlowDetector::detect(frame);
    }

  private:
    std::atomic<int>& working_;
};

TEST(ParallelDetector, WorksOnSeveralFramesAtOnce) {
    std::atomic<int> working{0};
    reid::ParallelDetector detector([&] { return std::make_unique<MeetingDetector>(working); }, 2);
    const cv::Mat first = frame(0), second = frame(2);
    detector.expect(first);
    detector.expect(second);
    EXPECT_EQ(numberIn(detector.detect(first)), 0);
    EXPECT_EQ(numberIn(detector.detect(second)), 2);
}

// A thread that has opened its detector must not touch what lives in the constructor any more.
TEST(ParallelDetector, OpensAndClosesAgainAndAgain) {
    for (int i = 0; i < 500; ++i) {
        reid::ParallelDetector detector(make, 3);
        EXPECT_EQ(numberIn(detector.detect(frame(i - i % 2))), static_cast<float>(i - i % 2));
    }
}

TEST(ParallelDetector, EndsWithFramesThatNobodyAskedFor) {
    reid::ParallelDetector detector(make, 1);
    for (int i = 0; i < 20; ++i)
        detector.expect(frame(i));
}

}  // namespace

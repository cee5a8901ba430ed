#include "reid/journaled_detector.hpp"

#include <cmath>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::Detection;
using Answer = std::vector<Detection>;

/// Says something else with every call, in numbers that no decimal of few digits is.
Answer answerOf(int call) {
    Answer answer;
    for (int i = 0; i < call % 3; ++i) {
        const float value = std::sqrt(static_cast<float>(2 + call)) * static_cast<float>(i + 1);
        answer.push_back({{-value, value / 3, value * 1e-9F, 1e9F / value}, value / 7});
    }
    return answer;
}

class CountingDetector : public reid::Detector {
  public:
    explicit CountingDetector(int& calls, int first) : calls_(calls), next_(first) {}
    Answer detect(const cv::Mat&) override {
        ++calls_;
        return answerOf(next_++);
    }
    void expect(const cv::Mat&) override { ++announced; }
    int ahead() const override { return 7; }
    std::string name() const override { return "counting"; }
    int usualInterval() const override { return 4; }
    double startConfidence() const override { return 0.25; }

    int announced = 0;

  private:
    int& calls_;
    int next_;
};

class JournaledDetectorTest : public testing::Test {
  protected:
    /// Calls a journaled detector so many times and checks its answers.
    /// @param known calls that the journal answers. @returns how often the detector was asked.
    int run(int count, int known, const std::string& subject = "film") {
        int calls = 0;
        reid::JournaledDetector detector(std::make_unique<CountingDetector>(calls, known), folder_.file("journal"),
                                         subject);
        for (int call = 0; call < count; ++call) {
            const Answer found = detector.detect(cv::Mat()), wanted = answerOf(call);
            EXPECT_EQ(found.size(), wanted.size());
            for (size_t i = 0; i < std::min(found.size(), wanted.size()); ++i) {
                EXPECT_EQ(found[i].box, wanted[i].box);
                EXPECT_EQ(found[i].confidence, wanted[i].confidence);
            }
        }
        return calls;
    }

    TemporaryFolder folder_;
};

TEST_F(JournaledDetectorTest, isTheDetector) {
    int calls = 0;
    const reid::JournaledDetector detector(std::make_unique<CountingDetector>(calls, 0), folder_.file("journal"),
                                           "film");
    EXPECT_EQ(detector.name(), "counting");
    EXPECT_EQ(detector.usualInterval(), 4);
    EXPECT_EQ(detector.startConfidence(), 0.25);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(JournaledDetectorTest, asksOnceForEveryFrame) {
    EXPECT_EQ(run(10, 0), 10);
    EXPECT_EQ(run(10, 10), 0);
    EXPECT_EQ(run(25, 10), 15);
    EXPECT_EQ(run(25, 25), 0);
}

TEST_F(JournaledDetectorTest, announcesOnlyWhatTheJournalDoesNotKnow) {
    run(4, 0);
    int calls = 0;
    auto counting = std::make_unique<CountingDetector>(calls, 4);
    const CountingDetector& inner = *counting;
    reid::JournaledDetector detector(std::move(counting), folder_.file("journal"), "film");
    EXPECT_EQ(detector.ahead(), 7);
    const std::vector<int> announcedAfter = {0, 0, 0, 0, 1,
                                             2, 3, 4, 5, 6};  // calls of expect(), two before each answer
    for (int frame = -2; frame < 8; ++frame) {
        detector.expect(cv::Mat());
        EXPECT_EQ(inner.announced, announcedAfter[static_cast<size_t>(frame + 2)]) << frame;
        if (frame < 0) continue;
        EXPECT_EQ(detector.detect(cv::Mat()).size(), answerOf(frame).size()) << frame;
    }
    EXPECT_EQ(calls, 4);
}

TEST_F(JournaledDetectorTest, anotherSubjectBeginsAnew) {
    EXPECT_EQ(run(5, 0), 5);
    EXPECT_EQ(run(5, 0, "another film"), 5);
    EXPECT_EQ(run(5, 0, "film"), 5);
}

TEST_F(JournaledDetectorTest, aJournalThatBreaksOffAnywhereIsGoneOnWith) {
    run(6, 0);
    const std::string whole = folder_.read("journal");
    for (size_t size = 0; size < whole.size(); ++size) {
        folder_.write("journal", whole.substr(0, size));
        const auto lines = std::count(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size), '\n');
        const int known = std::max(0, static_cast<int>(lines) - 1);  // the first line is the subject
        EXPECT_EQ(run(6, known), 6 - known) << size;
        EXPECT_EQ(folder_.read("journal"), whole) << size;
    }
}

TEST_F(JournaledDetectorTest, whatIsNoJournalBeginsAnew) {
    run(3, 0);
    const std::string whole = folder_.read("journal");
    for (const std::string& text :
         {std::string("film\n[[1,2]]\n"), std::string("film\n{}\n[]\n"),
          std::string("film\n") + std::string(100, '\0') + "\n", std::string("letter\n[]\n")}) {
        folder_.write("journal", text);
        EXPECT_EQ(run(3, 0), 3) << text;
        EXPECT_EQ(folder_.read("journal"), whole) << text;
    }
}

TEST_F(JournaledDetectorTest, aMissingFolderIsAResourceError) {
    int calls = 0;
    reid::JournaledDetector detector(std::make_unique<CountingDetector>(calls, 0), folder_.file("none/journal"),
                                     "film");
    EXPECT_THROW(detector.detect(cv::Mat()), reid::ResourceError);
}

}  // namespace

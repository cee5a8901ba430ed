#include "run/curves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "common/errors.hpp"
#include "run/axis_ticks.hpp"
#include "test/temporary_folder.hpp"

namespace brnpa::trainer {
namespace {

using Points = std::vector<std::pair<double, double>>;

int occurrences(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

//! The points of every polyline, in pixels.
std::vector<Points> polylines(const std::string& svg) {
    std::vector<Points> lines;
    const std::regex line("<polyline[^>]*points=\"([^\"]*)\""), point(R"(([\d.]+),([\d.]+))");
    for (std::sregex_iterator i(svg.begin(), svg.end(), line), end; i != end; ++i) {
        const std::string list = (*i)[1];
        lines.emplace_back();
        for (std::sregex_iterator j(list.begin(), list.end(), point); j != end; ++j)
            lines.back().emplace_back(std::stod((*j)[1]), std::stod((*j)[2]));
    }
    return lines;
}

//! Whether pixels are a + b * numbers, to the rounding of the file.
void expectLinear(const std::vector<double>& numbers, const std::vector<double>& pixels, bool ascends) {
    ASSERT_EQ(numbers.size(), pixels.size());
    const double slope = (pixels.back() - pixels.front()) / (numbers.back() - numbers.front());
    EXPECT_EQ(slope > 0, ascends);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        EXPECT_NEAR(pixels[i], pixels.front() + slope * (numbers[i] - numbers.front()), 0.2);
}

LogRecord record(double epoch, double loss) {
    LogRecord record;
    record.epoch = epoch;
    record.loss = loss;
    return record;
}

TEST(AxisTicks, AreRoundNumbersAroundTheRange) {
    const auto expectTicks = [](double low, double high, int most, const std::vector<double>& expected) {
        const auto ticks = axisTicks(low, high, most);
        ASSERT_EQ(ticks.size(), expected.size()) << low << " to " << high;
        for (std::size_t i = 0; i < ticks.size(); ++i)
            EXPECT_NEAR(ticks[i], expected[i], 1e-12);
    };
    expectTicks(0, 1, 5, {0, 0.2, 0.4, 0.6, 0.8, 1});
    expectTicks(0, 7.4, 5, {0, 2, 4, 6, 8});
    expectTicks(0, 7e-4, 5, {0, 2e-4, 4e-4, 6e-4, 8e-4});
    expectTicks(0, 120, 8, {0, 20, 40, 60, 80, 100, 120});
    expectTicks(-3, 12, 5, {-5, 0, 5, 10, 15});
    expectTicks(0, 0, 4, {-1, -0.5, 0, 0.5, 1});
    // Anything is covered, in not too many intervals.
    for (double low = 1e-9; low < 1e9; low *= 7.3)
        for (double range = 1e-3 * low; range < 1e3 * low; range *= 3.1) {
            const auto ticks = axisTicks(low, low + range, 6);
            EXPECT_LE(ticks.front(), low * (1 + 1e-6));
            EXPECT_GE(ticks.back(), (low + range) * (1 - 1e-6));
            EXPECT_LE(ticks.size(), 7u);
            EXPECT_GE(ticks.size(), 2u);
        }
}

TEST(AxisTicks, LabelsAreShort) {
    EXPECT_EQ(tickLabel(0), "0");
    EXPECT_EQ(tickLabel(0.3 - 0.1 - 0.2), "0");
    EXPECT_EQ(tickLabel(3 * 0.1), "0.3");
    EXPECT_EQ(tickLabel(2e-4), "0.0002");
    EXPECT_EQ(tickLabel(1200), "1200");
    EXPECT_EQ(tickLabel(14000), "14k");
    EXPECT_EQ(tickLabel(2500000), "2.5M");
}

TEST(Curves, LinesFollowTheNumbers) {
    std::vector<LogRecord> records;
    std::vector<double> epochs, losses;
    for (const auto& [epoch, loss] : Points{{0.5, 6}, {1, 3.5}, {2, 4.25}, {4, 1}}) {
        records.push_back(record(epoch, loss));
        epochs.push_back(epoch);
        losses.push_back(loss);
    }
    const auto lines = polylines(curvesSvg(records));
    ASSERT_EQ(lines.size(), 1u);
    std::vector<double> x, y;
    for (const auto& point : lines[0]) {
        x.push_back(point.first);
        y.push_back(point.second);
    }
    expectLinear(epochs, x, true);
    expectLinear(losses, y, false);
    EXPECT_EQ(occurrences(curvesSvg(records), "no data"), 3) << "the panels without numbers";
}

TEST(Curves, FourPanelsWithTheirTitlesAndValidationAsDots) {
    std::vector<LogRecord> records;
    for (int epoch = 1; epoch <= 10; ++epoch) {
        LogRecord entry = record(epoch, 7.0 / epoch);
        entry.accuracy = 0.1 * epoch;
        entry.learningRate = 1e-3 / epoch;
        entry.imagesPerSecond = 80 + epoch % 3;
        if (epoch % 5 == 0) entry.rank1 = 0.05 * epoch, entry.meanAveragePrecision = 0.03 * epoch;
        records.push_back(entry);
    }
    const std::string svg = curvesSvg(records);
    EXPECT_EQ(polylines(svg).size(), 4u);
    for (const char* text : {">loss<", ">accuracy, %<", ">learning rate<", ">images a second<", ">training<",
                             ">rank 1<", ">mAP<", ">epoch<"})
        EXPECT_NE(svg.find(text), std::string::npos) << text;
    EXPECT_EQ(occurrences(svg, "<circle"), 4 + 3) << "two validations with two numbers, and the legend";
    EXPECT_EQ(svg.find("no data"), std::string::npos);
    for (const char* element : {"<svg", "<g>"})
        EXPECT_EQ(occurrences(svg, element),
                  occurrences(svg, "</" + std::string(element + 1, std::string(element).find_last_not_of(">"))));
    EXPECT_EQ(occurrences(svg, "<text"), occurrences(svg, "</text>"));
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(Curves, ResumedTrainingsAndStepsWithinEpochs) {
    // Epoch 2 and 3 were done again.
    auto lines = polylines(curvesSvg({record(1, 5), record(2, 4), record(3, 3), record(2, 4.5), record(3, 3.5)}));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].size(), 3u);
    std::vector<LogRecord> steps;
    for (int step = 10; step <= 60; step += 10) {
        steps.push_back(record(1 + step / 30, 100.0 / step));
        steps.back().step = step;
    }
    const std::string svg = curvesSvg(steps);
    EXPECT_NE(svg.find(">step<"), std::string::npos);
    EXPECT_EQ(polylines(svg).at(0).size(), 6u);
    EXPECT_EQ(occurrences(curvesSvg({record(1, 2)}), "<circle"), 1) << "one record is a dot";
    EXPECT_EQ(occurrences(curvesSvg({}), "no data"), 4);
}

TEST(TrainingLog, ReadsWhatIsThere) {
    const TemporaryFolder folder;
    const std::string path = folder.write(
        "log.jsonl",
        "{\"epoch\": 1, \"loss\": 5.5, \"accuracy\": 0.25, \"other\": [1]}\n\n"
        "{\"epoch\": 1.5, \"step\": 300, \"learning_rate\": 1e-3, \"images_per_second\": 81.5, \"waiting_share\": 0.1,"
        " \"loss\": null, \"validation\": {\"rank1\": 0.5, \"mAP\": 0.25}}\n"
        "{\"epoch\": 2, \"lo");
    const auto records = readTrainingLog(path);
    ASSERT_EQ(records.size(), 2u) << "a line that was not written to its end does not count";
    EXPECT_EQ(records[0].epoch, 1);
    EXPECT_EQ(records[0].loss, 5.5);
    EXPECT_EQ(records[0].accuracy, 0.25);
    EXPECT_FALSE(records[0].step || records[0].rank1);
    EXPECT_EQ(records[1].step, 300);
    EXPECT_EQ(records[1].learningRate, 1e-3);
    EXPECT_EQ(records[1].imagesPerSecond, 81.5);
    EXPECT_EQ(records[1].waitingShare, 0.1);
    EXPECT_EQ(records[1].rank1, 0.5);
    EXPECT_EQ(records[1].meanAveragePrecision, 0.25);
    EXPECT_FALSE(records[1].loss);

    writeCurves(path, folder.file("curves.svg"));
    EXPECT_EQ(contentOf(folder.file("curves.svg")), curvesSvg(records));
    EXPECT_THROW(readTrainingLog(folder.file("absent")), InputError);
    for (const char* broken : {"{\"loss\": 1}\n", "5\n{\"epoch\": 1}\n", "{\"epoch\": \"one\"}\n"}) {
        try {
            readTrainingLog(folder.write("broken.jsonl", broken));
            FAIL() << "accepted " << broken;
        } catch (const InputError& error) {
            EXPECT_NE(std::string(error.what()).find("line 1 of the log"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace brnpa::trainer

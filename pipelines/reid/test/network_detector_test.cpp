#include "reid/network_detector.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <opencv2/core/version.hpp>

#include "grid_network.hpp"
#include "reid/errors.hpp"
#include "reid/open_detector.hpp"
#include "temporary_folder.hpp"

namespace {

using reid::Detection;
using reid::DetectorFamily;
using reid::DetectorOptions;
using reid::NetworkDetector;

const cv::Scalar FULL_BLUE(255, 0, 0), FULL_RED(0, 0, 255);
const float LOG_2 = std::log(2.F), LOG_4 = std::log(4.F);

/// 128 x 64 pixels, black but for a rectangle: half the size of what the networks here see, in the other aspect.
cv::Mat frameWith(const cv::Rect& rectangle, const cv::Scalar& color) {
    cv::Mat frame(64, 128, CV_8UC3, cv::Scalar::all(0));
    frame(rectangle).setTo(color);
    return frame;
}

GridNetwork yolox() {
    GridNetwork network;
    network.constant = {0.5F, 0.5F, LOG_2, LOG_4, 0, 1};
    network.brightColumn = 4;
    network.brightness = 1 / 255.F;
    return network;
}

/// Boxes in pixels around the middle of each cell, two cells wide and four high, then the brightness as the score.
/// @param rowLength 5 (YOLOv8) or 6 (YOLOv5, whose class score is 1).
GridNetwork inPixels(GridNetwork::Layout layout, size_t rowLength, int repeats) {
    GridNetwork network;
    network.layout = layout;
    network.repeats = repeats;
    network.constant.assign(rowLength, 0);
    if (rowLength == 6) network.constant[5] = 1;
    network.brightColumn = 4;
    const std::vector<cv::Rect> cells = cellsOf(network.size, network.strides);
    for (size_t number = 0; number < rowLength; ++number) {
        for (int i = 0; i < repeats; ++i) {
            for (const cv::Rect& cell : cells) {
                const auto side = static_cast<float>(cell.width);
                const std::vector<float> row = {cell.x + side / 2, cell.y + side / 2, 2 * side, 4 * side, 0, 0};
                network.perCell.push_back(row[number]);
            }
        }
    }
    return network;
}

void expectOne(const std::vector<Detection>& found, const cv::Rect2f& box, double confidence) {
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NEAR(found[0].box.x, box.x, 1e-3);
    EXPECT_NEAR(found[0].box.y, box.y, 1e-3);
    EXPECT_NEAR(found[0].box.width, box.width, 1e-3);
    EXPECT_NEAR(found[0].box.height, box.height, 1e-3);
    EXPECT_NEAR(found[0].confidence, confidence, 1e-4);
}

class NetworkDetectorTest : public testing::Test {
  protected:
    std::string write(const GridNetwork& network, const std::string& name = "net.onnx") const {
        writeGridNetwork(folder_.file(name), network);
        return folder_.file(name);
    }
    static std::string sentenceOf(const std::string& file, const DetectorOptions& options = {}) {
        try {
            NetworkDetector{file, options};
        } catch (const reid::InputError& error) {
            return error.what();
        }
        return "";
    }

    TemporaryFolder folder_;
};

// A square of 16 pixels at (32, 16) of the frame is one of 8 at (16, 8) of the network's 64 x 64, at the top left: cell
// column 2, row 1 of stride 8. The box around its middle (20, 12) is 2 x 4 cells: (12, -4), 16 x 32; twice that in the
// frame.
const cv::Rect SQUARE(32, 16, 16, 16);
const cv::Rect2f BOX(24, -8, 32, 64);

TEST_F(NetworkDetectorTest, yoloxIsAtTheTopLeftAndSeesBlueFirst) {
    NetworkDetector detector(write(yolox()));
    EXPECT_EQ(detector.family(), DetectorFamily::Yolox);
    EXPECT_EQ(detector.inputSize(), cv::Size(64, 64));
    EXPECT_EQ(detector.name(), "net");
    DetectorOptions options;
    options.score = 0.6;  // above the 114 / 255 of the grey beside the frame
    expectOne(NetworkDetector(write(yolox()), options).detect(frameWith(SQUARE, FULL_BLUE)), BOX, 1);
    EXPECT_TRUE(NetworkDetector(write(yolox()), options).detect(frameWith(SQUARE, FULL_RED)).empty());
}

TEST_F(NetworkDetectorTest, yolov5IsInTheMiddleAndSeesRedFirst) {
    // 32 rows of grey make 16 above: cell row 3. Every cell has three rows, of which suppression leaves one.
    const std::string file = write(inPixels(GridNetwork::Layout::Rows, 6, 3));
    DetectorOptions options;
    options.score = 0.6;
    NetworkDetector detector(file, options);
    EXPECT_EQ(detector.family(), DetectorFamily::Yolov5);
    expectOne(detector.detect(frameWith(SQUARE, FULL_RED)), BOX, 1);
    EXPECT_TRUE(detector.detect(frameWith(SQUARE, FULL_BLUE)).empty());
}

TEST_F(NetworkDetectorTest, yolov8IsInTheMiddleAndSeesRedFirst) {
    const std::string file = write(inPixels(GridNetwork::Layout::Columns, 5, 1));
    DetectorOptions options;
    options.score = 0.6;
    NetworkDetector detector(file, options);
    EXPECT_EQ(detector.family(), DetectorFamily::Yolov8);
    expectOne(detector.detect(frameWith(SQUARE, FULL_RED)), BOX, 1);
    EXPECT_TRUE(detector.detect(frameWith(SQUARE, FULL_BLUE)).empty());
}

TEST_F(NetworkDetectorTest, ssdIsStretchedAndSeesBlueFirst) {
    GridNetwork network;
    network.layout = GridNetwork::Layout::Ssd;
    network.strides = {8};
    network.constant = {0, 1, 0, 0, 0, 0, 0};
    network.brightColumn = 2;
    const std::vector<cv::Rect> cells = cellsOf(network.size, network.strides);
    for (size_t number = 0; number < network.constant.size(); ++number) {
        for (const cv::Rect& cell : cells) {
            const std::vector<int> row = {0, 0, 0, cell.x - 4, cell.y - 12, cell.x + 12, cell.y + 20};
            network.perCell.push_back(static_cast<float>(row[number]) / 64);
        }
    }
    // Half as wide and as high as in the frame: the rectangle fills the cell at (16, 16). Its box is (12, 4), 16 x 32.
    NetworkDetector detector(write(network));
    EXPECT_EQ(detector.family(), DetectorFamily::Ssd);
    expectOne(detector.detect(frameWith({32, 16, 16, 8}, FULL_BLUE)), {24, 4, 32, 32}, 1);
    EXPECT_TRUE(detector.detect(frameWith({32, 16, 16, 8}, FULL_RED)).empty());
    DetectorOptions options;
    options.personClass = 15;
    EXPECT_TRUE(NetworkDetector(write(network), options).detect(frameWith({32, 16, 16, 8}, FULL_BLUE)).empty());
}

#if CV_VERSION_MAJOR < 5
TEST_F(NetworkDetectorTest, darknetIsStretchedAndSeesRedFirst) {
    writeDarknetGrid(folder_.file("grid"));
    for (const char* ending : {".cfg", ".weights"}) {
        NetworkDetector detector(folder_.file("grid") + ending);
        EXPECT_EQ(detector.family(), DetectorFamily::Darknet);
        EXPECT_EQ(detector.inputSize(), cv::Size(64, 32));
        const double likely = 1 / (1 + std::exp(-10));  // objectness and class score
        expectOne(detector.detect(frameWith(SQUARE, FULL_RED)), BOX, likely * likely);
        EXPECT_TRUE(detector.detect(frameWith(SQUARE, FULL_BLUE)).empty());
    }
}

TEST_F(NetworkDetectorTest, darknetFiles) {
    writeDarknetGrid(folder_.file("grid"));
    folder_.write("grid.names", "car\nperson\n");
    EXPECT_NE(sentenceOf(folder_.file("grid.cfg")).find("no class 1"), std::string::npos);
    folder_.write("grid.names", "car\r\nbus\r\n");
    EXPECT_NE(sentenceOf(folder_.file("grid.cfg")).find("\"person\""), std::string::npos);
    folder_.write("grid.names", "person\r\n");
    EXPECT_EQ(sentenceOf(folder_.file("grid.cfg")), "");
    folder_.write("grid.cfg", "[convolutional]\nfilters=6\n[other]\nwidth=3\nheight=3\n");
    EXPECT_NE(sentenceOf(folder_.file("grid.cfg")).find("width"), std::string::npos);
    std::filesystem::remove(folder_.file("grid.weights"));
    EXPECT_NE(sentenceOf(folder_.file("grid.cfg")).find("grid.weights"), std::string::npos);
}
#endif

TEST_F(NetworkDetectorTest, otherInputSizesOfAnOpenFile) {
    GridNetwork network = yolox();
    network.open = true;
    DetectorOptions options;
    options.score = 0.6;
    options.inputSize = cv::Size(128, 64);  // as the frame: the square is column 4, row 2, and its box 2 x 4 cells
    NetworkDetector detector(write(network), options);
    const std::vector<Detection> found = detector.detect(frameWith({32, 16, 8, 8}, FULL_BLUE));
    expectOne(found, {28, 4, 16, 32}, 1);
    options.inputSize = cv::Size(100, 64);
    EXPECT_NE(sentenceOf(write(network), options).find("multiples of 32"), std::string::npos);
}

TEST_F(NetworkDetectorTest, framesOfDifferentSizes) {
    DetectorOptions options;
    options.score = 0.6;
    NetworkDetector detector(write(yolox()), options);
    for (const int scale : {1, 2, 3}) {
        cv::Mat frame(32 * scale, 64 * scale, CV_8UC3, cv::Scalar::all(0));
        frame(cv::Rect(16 * scale, 8 * scale, 8 * scale, 8 * scale)).setTo(FULL_BLUE);
        const auto side = static_cast<float>(scale);
        expectOne(detector.detect(frame), {12 * side, -4 * side, 16 * side, 32 * side}, 1);
    }
}

TEST_F(NetworkDetectorTest, boxesOfTheGreyBesideTheFrameAreLeftOut) {
    // Grey has the score 114 / 255 = 0.447, and the frame ends above it: cells of stride 8 from row 4 on. Those of rows
    // 4 and 5 reach back into the frame, 16 pixels up from their middles.
    NetworkDetector detector(write(yolox()));
    for (const Detection& detection : detector.detect(frameWith(SQUARE, FULL_BLUE)))
        EXPECT_LT(detection.box.y, 64);
}

TEST_F(NetworkDetectorTest, weakDetectionsStartNoTrack) {
    const std::string file = write(yolox());
    EXPECT_FLOAT_EQ(static_cast<float>(NetworkDetector(file).startConfidence()), 0.5F);
    DetectorOptions options;
    options.score = 0.75;
    EXPECT_FLOAT_EQ(static_cast<float>(NetworkDetector(file, options).startConfidence()), 0.75F);
}

TEST_F(NetworkDetectorTest, refusesOptionsThatDoNotFit) {
    const std::string file = write(yolox());
    DetectorOptions options;
    options.score = 1.5;
    EXPECT_NE(sentenceOf(file, options).find("score of 1.5"), std::string::npos);
    options = {};
    options.overlap = -1;
    EXPECT_NE(sentenceOf(file, options).find("overlap"), std::string::npos);
    options = {};
    options.personClass = 1;
    EXPECT_NE(sentenceOf(file, options).find("no class 1"), std::string::npos);
    options = {};
    options.family = DetectorFamily::Yolov8;
    EXPECT_NE(sentenceOf(file, options).find("not what yolov8 gives"), std::string::npos);
}

TEST_F(NetworkDetectorTest, refusesFilesInOneSentence) {
    GridNetwork network = yolox();
    network.strides = {8};
    const std::string wrong = sentenceOf(write(network));
    EXPECT_NE(wrong.find("1 x 64 x 6"), std::string::npos) << wrong;
    EXPECT_NE(wrong.find("yolov8 (1 x 4 + classes x 84)"), std::string::npos) << wrong;
    folder_.write("text.onnx", "this is a letter");
    EXPECT_NE(sentenceOf(folder_.file("text.onnx")).find("cannot be read"), std::string::npos);
    EXPECT_NE(sentenceOf(folder_.file("none.onnx")).find("does not exist"), std::string::npos);
    folder_.write("net.pt", "");
    EXPECT_NE(sentenceOf(folder_.file("net.pt")).find(".onnx"), std::string::npos);
}

TEST_F(NetworkDetectorTest, refusesFramesThatAreNotColor) {
    NetworkDetector detector(write(yolox()));
    EXPECT_THROW(detector.detect(cv::Mat()), cv::Exception);
    EXPECT_THROW(detector.detect(cv::Mat(64, 64, CV_8UC1, cv::Scalar(0))), cv::Exception);
}

TEST_F(NetworkDetectorTest, openDetectorTakesAllKinds) {
    EXPECT_EQ(reid::openDetector("hog")->name(), "hog");
    EXPECT_EQ(reid::openDetector(write(yolox(), "some.onnx"))->name(), "some");
    DetectorOptions options;
    options.inputSize = cv::Size(64, 64);
    EXPECT_THROW(reid::openDetector("hog", options), reid::InputError);
    EXPECT_THROW(reid::openDetector(folder_.path()), reid::InputError);  // no model.json
    EXPECT_THROW(reid::openDetector("yolo"), reid::InputError);
}

}  // namespace

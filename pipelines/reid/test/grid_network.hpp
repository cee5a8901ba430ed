#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

/// A detection network whose outputs can be computed by hand: one row for each cell of a picture at each stride. All
/// numbers of a row are constants, but for one: to it is added the mean of the input's first channel in the cell.
struct GridNetwork {
    enum class Layout {
        Rows,     ///< 1 x A x C
        Columns,  ///< 1 x C x A
        Ssd       ///< 1 x 1 x A x C
    };
    Layout layout = Layout::Rows;
    cv::Size size{64, 64};  ///< of the input, pixels
    bool open = false;      ///< the file leaves the size of the input open; without perCell only
    std::vector<int> strides = {8, 16, 32};
    int repeats = 1;              ///< how often the rows of all cells follow each other
    std::vector<float> constant;  ///< C numbers, the same in all rows
    size_t brightColumn = 0;      ///< where the mean is added
    float brightness = 1;         ///< the mean is multiplied by it
    /// Numbers added to those of each cell: first the first number of all cells, then the second. Empty: none.
    std::vector<float> perCell;
    std::string output = "detections";
};

void writeGridNetwork(const std::string& path, const GridNetwork& network);

/// The cells of a grid network in the order of its rows: their boxes in pixels of the input.
std::vector<cv::Rect> cellsOf(cv::Size size, const std::vector<int>& strides);

/// NAME.cfg and NAME.weights of a Darknet network of one class, 64 x 32 pixels: cells of 8 x 8 pixels with one anchor
/// of 16 x 32, centered. The objectness is the logistic function of 20 m - 10, where m is the mean of the first channel
/// in the cell; that of the class is the logistic function of 10 throughout.
void writeDarknetGrid(const std::string& pathWithoutEnding);

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace brnpa::trainer {

//! Points of one color in a panel.
struct Series {
    std::string label;                              //!< for the legend, which panels of several series have
    std::string color;                              //!< of SVG: "#0072b2"
    bool joined = true;                             //!< by lines; else each point is a dot
    std::vector<std::pair<double, double>> points;  //!< finite numbers, x ascending
};

//! What a panel shows. Texts go into the picture as they are: no <, > or &.
struct Panel {
    std::string title, xTitle;
    std::vector<Series> series;
    bool fromZero = true;  //!< whether the y axis begins at 0 though no point lies there
};

/** Draws a panel as a group of SVG: title, axes with ticks and grid, a legend, lines and dots; "no data" where there is
none.

@param left, top, width, height in pixels: where it lies in the picture, with its texts. */
std::string drawPanel(const Panel& panel, double left, double top, double width, double height);

}  // namespace brnpa::trainer

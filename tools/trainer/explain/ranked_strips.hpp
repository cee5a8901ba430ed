#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! A picture of a strip.
struct StripPicture {
    cv::Mat picture;                    //!< CV_8UC3, B, G, R; all pictures of a strip have one size
    cv::Mat maps;                       //!< K x h x w, CV_32F
    cv::Mat norms;                      //!< h x w, CV_32F
    std::vector<std::string> captions;  //!< lines below it
    bool matches = false;               //!< shows the query's person; means nothing for the query
};

//! A query and what was found for it, the nearest first.
struct RankedStrip {
    std::string title;
    StripPicture query;
    std::vector<StripPicture> ranked;
};

/** Paints a strip to be looked at at its own size: in each column a picture, beneath it the same with its attention
(map 1 red, 2 green, 3 blue, each stretched by itself), and its captions. The query has a dark frame, pictures of its
person a green one and other people a red one. Pictures are drawn 256 pixels high.
@return CV_8UC3, B, G, R. */
cv::Mat paintRankedStrip(const RankedStrip& strip);

}  // namespace brnpa::trainer

#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

/// Of verdicts: the same person; perhaps; another one.
inline const cv::Scalar GREEN(70, 140, 40), AMBER(20, 130, 225), GRAY(160, 155, 150);

/// One person, or one picture of a person, on a contact sheet.
struct SheetCard {
    cv::Mat picture, painted;        ///< CV_8UC3; may be empty
    std::string title;               ///< UTF-8, as all text
    cv::Scalar color;                ///< B, G, R: of the stripe beside the title
    std::optional<double> distance;  ///< drawn as a bar that reaches up to the threshold's mark, or over it
    std::string verdict;             ///< beside the distance
    cv::Scalar verdictColor;
    std::vector<std::string> notes;  ///< small lines below
};

/// Pictures of people side by side with where the network looked: for people to judge by eye.
struct ContactSheet {
    std::string title, subtitle;
    std::optional<SheetCard> query;  ///< apart from the others, on the left
    std::vector<SheetCard> cards;    ///< best first
    double threshold = 0;            ///< of the bars
    int parts = 0;                   ///< attention maps, for the legend
    int mostColumns = 5;             ///< of cards, 2 or more
};

/// @returns CV_8UC3.
cv::Mat draw(const ContactSheet& sheet);

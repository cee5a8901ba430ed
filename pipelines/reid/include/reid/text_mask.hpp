#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace reid {

/// One line of text in the system's sans-serif font, and in other fonts of the system what that one does not have: any
/// script, in its direction. Some hundred lines are kept, because a label is the same in many frames.
struct TextMask {
    cv::Mat1b
        coverage;      ///< of a pixel by ink, 0..255; as wide as the text and as high as its line. Shared: don't write.
    int baseline = 0;  ///< pixels from the top

    /// @param text UTF-8; bytes that are not, and signs of control, are drawn as signs that say so.
    /// @param size of the font (em), pixels, 1 or more. @param room width in pixels that the text may take, 0: 16384;
    /// what is longer ends in an ellipsis.
    /// Any thread.
    static TextMask of(const std::string& text, double size, int room = 0);

    /// Blends the text into a picture; what is outside is left out.
    /// @param image B, G, R bytes. @param topLeft of the line. @param color B, G, R, 0..255.
    void draw(cv::Mat& image, const cv::Point& topLeft, const cv::Scalar& color) const;
};

}  // namespace reid

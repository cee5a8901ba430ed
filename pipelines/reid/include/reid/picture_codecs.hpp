#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace reid {

/// A picture as a JPEG file, colors at half the resolution.
/// @param picture CV_8UC3 of blue, green and red, up to 65500 pixels wide and high. @param quality 1 to 100, as libjpeg
/// counts it.
/// @throws ResourceError when there is no memory.
std::vector<uchar> jpegOf(const cv::Mat& picture, int quality);

// What OpenCV reads and writes. Its codecs bring a hundred libraries along, which take longer to load than all else of
// a program: the first call of these loads them.

/// @returns CV_8UC3 of blue, green and red; empty where the file is no picture.
/// @throws ResourceError when the codecs cannot be loaded; so do the following.
cv::Mat pictureOf(const std::vector<uchar>& file);
cv::Mat pictureIn(const std::string& path);

/// @param ending of the format, as ".png".
std::vector<uchar> encodedPicture(const cv::Mat& picture, const std::string& ending);

/// Whether the file at this path begins like a picture.
bool looksLikePicture(const std::string& path);

/// Whether the ending of this path is one of a format that can be written.
bool endsLikePicture(const std::string& path);

}  // namespace reid

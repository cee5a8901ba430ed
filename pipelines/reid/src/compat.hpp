#pragma once

#include <opencv2/dnn.hpp>
#include <string>

// What differs between versions of OpenCV, for the library reid.

namespace reid {

#if CV_VERSION_MAJOR < 5
inline cv::dnn::Net readDarknet(const std::string& cfg, const std::string& weights) {
    return cv::dnn::readNetFromDarknet(cfg, weights);
}
#else
/// OpenCV 5 has no reader for Darknet's files.
inline cv::dnn::Net readDarknet(const std::string&, const std::string&) {
    CV_Error(cv::Error::StsNotImplemented, "OpenCV 5 does not read Darknet's files");
}
#endif

}  // namespace reid

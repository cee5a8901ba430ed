#pragma once

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <string>

namespace brnpa::trainer {

//! Keeps OpenCV from printing what its exceptions say as well, while it lives.
class QuietOpencv {
  public:
    QuietOpencv() : level_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
    ~QuietOpencv() { cv::utils::logging::setLogLevel(level_); }
    QuietOpencv(const QuietOpencv&) = delete;
    QuietOpencv& operator=(const QuietOpencv&) = delete;

  private:
    cv::utils::logging::LogLevel level_;
};

//! What OpenCV complains of, in one line.
inline std::string reasonOf(const cv::Exception& exception) {
    std::string reason = exception.err.empty() ? exception.what() : exception.err;
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    return reason;
}

}  // namespace brnpa::trainer

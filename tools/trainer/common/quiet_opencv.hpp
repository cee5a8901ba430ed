#pragma once

#include <opencv2/core/utils/logger.hpp>

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

}  // namespace brnpa::trainer

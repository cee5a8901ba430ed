#pragma once

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <string>

namespace reid {

/// cv::dnn logs what it throws; the sentence of the exception is enough.
class QuietLog {
  public:
    QuietLog() : before_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
    ~QuietLog() { cv::utils::logging::setLogLevel(before_); }
    QuietLog(const QuietLog&) = delete;
    QuietLog& operator=(const QuietLog&) = delete;

  private:
    cv::utils::logging::LogLevel before_;
};

/// The reason alone, in one line.
std::string reasonOf(const cv::Exception& exception);

/// For example "1 x 2730 x 6".
std::string shapeText(const cv::Mat& array);

}  // namespace reid

#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "reid/detector.hpp"

namespace reid {

/// Keeps what a detector says in a file, call by call: a program that was killed, and begins again with the same
/// frames, has the answers that it had from there, to the bit, and asks the detector for the rest only.
class JournaledDetector : public Detector {
  public:
    /// Nothing is read or written before the first call of detect() or expect().
    /// @param path of the journal. Its folder must exist by then.
    /// @param subject what the answers are about, one line: frames, detector and options. A journal about something
    /// else
    ///        begins anew.
    JournaledDetector(std::unique_ptr<Detector> detector, std::string path, std::string subject);

    /// @throws ResourceError when the journal cannot be written.
    std::vector<Detection> detect(const cv::Mat& frame) override;
    void expect(const cv::Mat& frame) override;
    int ahead() const override { return detector_->ahead(); }
    std::string name() const override { return detector_->name(); }
    int usualInterval() const override { return detector_->usualInterval(); }
    double startConfidence() const override { return detector_->startConfidence(); }

  private:
    void open();
    [[noreturn]] void fail(const char* what) const;

    std::unique_ptr<Detector> detector_;
    const std::string path_, subject_;
    bool opened_ = false;
    std::vector<std::vector<Detection>> known_;  ///< answers of an earlier run, the first one last
    size_t expected_ = 0;                        ///< frames that were announced and not yet asked for
    std::ofstream journal_;
};

}  // namespace reid

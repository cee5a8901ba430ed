#pragma once

#include <opencv2/brnpa.hpp>
#include <opencv2/core.hpp>
#include <vector>

#include "reid/person_pipeline.hpp"

namespace reid {

/// Draws people on a frame: the attention maps inside the box, a frame in the color of the identity, and a label.
class PersonPainter {
  public:
    /// @throws cv::Exception for an overlay option out of range.
    explicit PersonPainter(const cv::brnpa::OverlayParams& overlay = videoOverlay());

    /// 0.8 of the colors as in the paper, but 0.5 of the gray picture instead of 0.2, by which people in dark clothes
    /// cannot be told in a video; each map on its own range, so that all three colors are seen.
    static cv::brnpa::OverlayParams videoOverlay();

    /// Who stands lower in the picture is drawn over the others. The label has the number and, where there is one, the
    /// name. People without an identity get a gray frame and no label; those without maps are not painted inside.
    /// Painted is steadySaliency where there is one, else the frame's own maps.
    /// @param frame CV_8UC3, B, G, R, drawn in place.
    void draw(cv::Mat& frame, const std::vector<Person>& people) const;

    /// The parts of a frame of this size that draw() may change, inside its borders; they may overlap.
    static std::vector<cv::Rect> touched(const std::vector<Person>& people, cv::Size frame);

    /// B, G, R; the same identity has the same color in every run.
    static cv::Scalar colorOf(int identity);

  private:
    cv::brnpa::AttentionOverlay overlay_;
};

}  // namespace reid

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
    explicit PersonPainter(const cv::brnpa::OverlayParams& overlay = {});

    /// Who stands lower in the picture is drawn over the others. People without an identity get a gray frame and no
    /// label; those without maps are not painted inside.
    /// @param frame CV_8UC3, B, G, R, drawn in place.
    void draw(cv::Mat& frame, const std::vector<Person>& people) const;

    /// B, G, R; the same identity has the same color in every run.
    static cv::Scalar colorOf(int identity);

  private:
    cv::brnpa::AttentionOverlay overlay_;
};

}  // namespace reid

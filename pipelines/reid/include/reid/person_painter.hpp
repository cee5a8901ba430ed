#pragma once

#include <opencv2/brnpa.hpp>
#include <opencv2/core.hpp>
#include <vector>

#include "reid/person_pipeline.hpp"

namespace reid {

/// Draws people on a frame: the attention maps inside the box, a frame in the colour of the identity, and a label.
class PersonPainter {
  public:
    explicit PersonPainter(const cv::brnpa::OverlayParams& overlay = {});

    /// @param frame CV_8UC3, B, G, R, drawn in place.
    void draw(cv::Mat& frame, const std::vector<Person>& people) const;

    /// B, G, R; the same identity has the same colour in every run.
    static cv::Scalar colorOf(int identity);

  private:
    cv::brnpa::AttentionOverlay overlay_;
};

}  // namespace reid

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_ATTENTION_VIEW_HPP
#define OPENCV_BRNPA_ATTENTION_VIEW_HPP

#include <opencv2/core.hpp>

namespace cv {
namespace brnpa {

//! The maps of one image and its norms, checked: what AttentionOverlay and sparsity() accept.
struct AttentionView {
    /** @throws cv::Exception that names the shape or type that does not fit.
    @param maps K x H x W or 1 x K x H x W, CV_32F.
    @param norms H x W, 1 x H x W or 1 x 1 x H x W, CV_32F; or noArray().
    */
    AttentionView(InputArray maps, InputArray norms);

    const float* map(int k) const { return maps_.ptr<float>() + static_cast<size_t>(k) * pixels(); }
    //! nullptr without norms
    const float* norms() const { return norms_.empty() ? nullptr : norms_.ptr<float>(); }
    size_t pixels() const { return static_cast<size_t>(height) * width; }

    int parts, height, width;

  private:
    Mat maps_, norms_;  // contiguous
};

}  // namespace brnpa
}  // namespace cv

#endif

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_TEST_BRNPA_EMULATED_OVERLAY_HPP
#define OPENCV_TEST_BRNPA_EMULATED_OVERLAY_HPP

#include <opencv2/core.hpp>

#include "../../src/cuda/overlay.hpp"
#include "../../src/plasma.hpp"
#include "emulated_run.hpp"
#include "opencv2/brnpa/overlay.hpp"

namespace opencv_test {

//! AttentionOverlay by the CUDA kernels, emulated; arguments as those of the class. The image may be a region.
class EmulatedOverlay {
  public:
    explicit EmulatedOverlay(const cv::brnpa::OverlayParams& params) : params_(params) {}

    //! @param maps K x H x W. @param norms H x W, or empty.
    cv::Mat colors(const cv::Mat& maps, const cv::Mat& norms, cv::Size size) const {
        cv::Mat colors(size, CV_32FC3);
        brnpa_cuda::Overlay overlay = overlayOf(size);
        overlay.colors = colors.ptr<float>();
        overlay.colorsStride = colors.step;
        paint(overlay, maps, norms);
        return colors;
    }

    void apply(const cv::Mat& image, const cv::Mat& maps, const cv::Mat& norms, cv::Mat& blended) const {
        brnpa_cuda::Overlay overlay = overlayOf(image.size());
        overlay.image = image.data;
        overlay.imageStride = image.step;
        overlay.channels = image.channels();
        overlay.blended = blended.data;
        overlay.blendedStride = blended.step;
        paint(overlay, maps, norms);
    }

  private:
    brnpa_cuda::Overlay overlayOf(cv::Size size) const {
        brnpa_cuda::Overlay overlay{};
        overlay.perMap = params_.normalization == cv::brnpa::NORMALIZE_PER_MAP;
        overlay.nearest = params_.interpolation == cv::brnpa::UPSAMPLE_NEAREST;
        overlay.colorWeight = params_.colorWeight;
        overlay.grayWeight = params_.grayWeight;
        overlay.height = size.height;
        overlay.width = size.width;
        std::copy_n(cv::brnpa::plasma().ptr(), sizeof overlay.scale, &overlay.scale[0][0]);
        return overlay;
    }

    static void paint(brnpa_cuda::Overlay& overlay, const cv::Mat& maps, const cv::Mat& norms) {
        constexpr std::size_t kGap = 3;  // floats between the rows of maps
        overlay.parts = maps.size[0];
        overlay.mapHeight = maps.size[1];
        overlay.mapWidth = maps.size[2];
        const std::size_t pixels = static_cast<std::size_t>(overlay.mapHeight) * overlay.mapWidth;
        Guarded<float> rows((pixels + kGap) * overlay.parts);
        for (int k = 0; k < overlay.parts; ++k)
            std::copy_n(maps.ptr<float>(k), pixels, rows.data() + (pixels + kGap) * k);
        overlay.maps = rows.data();
        overlay.mapStride = (pixels + kGap) * sizeof(float);
        overlay.norms = norms.empty() ? nullptr : norms.ptr<float>();
        Guarded<unsigned char> scratch(brnpa_cuda::overlayScratchBytes(overlay));
        if (brnpa_cuda::paintOverlay(overlay, scratch.data(), nullptr)) throw std::runtime_error("a launch has failed");
        scratch.checked();
    }

    cv::brnpa::OverlayParams params_;
};

}  // namespace opencv_test

#endif

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_OVERLAY_HPP
#define OPENCV_BRNPA_OVERLAY_HPP

#include <opencv2/core.hpp>
#include <opencv2/core/cuda.hpp>

#include "attention.hpp"

namespace cv {
namespace brnpa {

//! @addtogroup brnpa
//! @{

//! Which range of map x norm is stretched to 0..1.
enum OverlayNormalization {
    NORMALIZE_JOINT = 0,   //!< one range for all maps of an image: shows which part matters more
    NORMALIZE_PER_MAP = 1  //!< a range per map: every part is seen; the figures of the re-identification experiments
};

//! How maps are brought to the size of the image.
enum OverlayInterpolation {
    UPSAMPLE_LINEAR = 0,  //!< bilinear
    UPSAMPLE_NEAREST = 1  //!< the cells of the map stay visible
};

//! Options of AttentionOverlay.
struct CV_EXPORTS_W_SIMPLE OverlayParams {
    //! The defaults.
    CV_WRAP OverlayParams();

    CV_PROP_RW int normalization;  //!< one of cv::brnpa::OverlayNormalization; NORMALIZE_JOINT
    CV_PROP_RW int interpolation;  //!< one of cv::brnpa::OverlayInterpolation; UPSAMPLE_LINEAR
    CV_PROP_RW float colorWeight;  //!< share of the colors in the blend, 0..1; 0.8
    CV_PROP_RW float grayWeight;   //!< share of the gray image in the blend, 0..1; 0.2
};

/** @brief Paints attention maps over the picture that they explain.

Maps are multiplied by the feature norms and stretched to 0..1. One map is painted on one color scale (plasma); two or
three maps are the red, green and blue channels, in this order; of more, map k has the hue 360 k / K degrees and the
colors are added and cut off at 1. A flat map (all pixels equal) is black. Not-a-number counts as 0.
*/
class CV_EXPORTS_W AttentionOverlay {
  public:
    //! @throws cv::Exception for a weight outside 0..1 or an unknown enumerator.
    CV_WRAP explicit AttentionOverlay(const OverlayParams& params = OverlayParams());

    /** @brief The colors alone.
    @param maps K x H x W or 1 x K x H x W, CV_32F: one image's maps.
    @param norms H x W, 1 x H x W or 1 x 1 x H x W, CV_32F; or noArray(): the maps alone.
    @param colors size.height x size.width, CV_32FC3, B, G, R in 0..1.
    @param size of the result in pixels; empty: the size of the maps.
    */
    CV_WRAP void colors(InputArray maps, InputArray norms, OutputArray colors, Size size = Size()) const;

    /** @brief colorWeight * colors + grayWeight * the mean of blue, green and red, rounded.
    @param image CV_8UC3 (B, G, R), CV_8UC4 (B, G, R, alpha: kept) or CV_8UC1.
    @param maps, norms as in colors().
    @param blended the size of image, CV_8UC3 (CV_8UC4 for a CV_8UC4 image). May be the image itself or a region of it.
    */
    CV_WRAP void apply(InputArray image, InputArray maps, InputArray norms, InputOutputArray blended) const;

    /** @overload
    On a GPU; nothing waits for the device, but for what representativeVectors() says of scratch.
    @param maps K x (H*W), CV_32F: for image n `maps.rowRange(n * K, (n + 1) * K)` of representativeVectors() on a GPU.
    @param norms 1 x (H*W), CV_32F, or empty: the maps alone.
    @param mapSize W x H, pixels.
    @throws cv::Exception as the function on cv::Mat does; GpuNotSupported where the module is built without CUDA.
    */
    void colors(const cuda::GpuMat& maps, const cuda::GpuMat& norms, Size mapSize, cuda::GpuMat& colors,
                Size size = Size(), cuda::Stream& stream = defaultStream()) const;

    /** @overload
    On a GPU, as colors().
    @param image as for cv::Mat. May be the same as blended, or a region.
    */
    void apply(const cuda::GpuMat& image, const cuda::GpuMat& maps, const cuda::GpuMat& norms, Size mapSize,
               cuda::GpuMat& blended, cuda::Stream& stream = defaultStream()) const;

    CV_WRAP OverlayParams getParams() const { return params_; }

  private:
    OverlayParams params_;
};

//! @}

}  // namespace brnpa
}  // namespace cv

#endif

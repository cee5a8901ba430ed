// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_SPARSITY_HPP
#define OPENCV_BRNPA_SPARSITY_HPP

#include <opencv2/core.hpp>

namespace cv {
namespace brnpa {

//! @addtogroup brnpa
//! @{

/** @brief How spread out the attention of one image is, 0..1, lower is sparser (the author's code).

Every map is multiplied by the feature norms over their maximum, then divided by its own maximum; the result is the mean
over maps and pixels. A map without a positive value counts as 0. NaN gives NaN.

@param maps K x H x W or 1 x K x H x W, CV_32F.
@param norms H x W, 1 x H x W or 1 x 1 x H x W, CV_32F.
*/
CV_EXPORTS_W double sparsity(InputArray maps, InputArray norms);

/** @brief 1 / sparsity(), higher is sparser: the scale that table 6 of @cite gomez2021brnpa prints, where
high-resolution maps have 21.3 and low-resolution ones 7.46. Infinite where sparsity() is 0. */
CV_EXPORTS_W double reciprocalSparsity(InputArray maps, InputArray norms);

//! @}

}  // namespace brnpa
}  // namespace cv

#endif

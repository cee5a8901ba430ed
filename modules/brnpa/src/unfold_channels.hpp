// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_UNFOLD_CHANNELS_HPP
#define OPENCV_BRNPA_UNFOLD_CHANNELS_HPP

#include <opencv2/core.hpp>

namespace cv {
namespace brnpa {

//! The bindings of Python hand over an array A x B x C as a matrix A x B of C channels; this takes it back, without a
//! copy.
inline Mat unfoldChannels(const Mat& m) {
    if (m.dims != 2 || m.channels() == 1 || !m.isContinuous()) return m;
    const int sizes[] = {m.rows, m.cols, m.channels()};
    return m.reshape(1, 3, sizes);
}

}  // namespace brnpa
}  // namespace cv

#endif

// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_PLASMA_HPP
#define OPENCV_BRNPA_PLASMA_HPP

#include <opencv2/imgproc.hpp>

namespace cv {
namespace brnpa {

//! The color scale of a single map: 1 x 256, CV_8UC3.
inline const Mat& plasma() {
    static const Mat scale = [] {
        Mat steps(1, 256, CV_8U), painted;
        for (int i = 0; i < 256; ++i)
            steps.at<uchar>(i) = static_cast<uchar>(i);
        applyColorMap(steps, painted, COLORMAP_PLASMA);
        return painted;
    }();
    return scale;
}

}  // namespace brnpa
}  // namespace cv

#endif

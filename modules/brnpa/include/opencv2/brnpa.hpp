// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_HPP
#define OPENCV_BRNPA_HPP

/** @defgroup brnpa BR-NPA attention

Bilinear representative non-parametric attention @cite gomez2021brnpa groups the vectors of a feature map around its
most active, mutually dissimilar ones. The groups are attention maps: the network shows where it looked, part by part,
in the same forward pass, and the layer has no weights.
*/

#include "opencv2/brnpa/attention.hpp"
#include "opencv2/brnpa/layer.hpp"
#include "opencv2/brnpa/overlay.hpp"
#include "opencv2/brnpa/sparsity.hpp"

#endif

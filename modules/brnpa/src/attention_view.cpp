// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attention_view.hpp"

#include <sstream>

#include "precomp.hpp"
#include "unfold_channels.hpp"

namespace cv {
namespace brnpa {

namespace {

String shapeText(const Mat& m) {
    std::ostringstream text;
    for (int d = 0; d < m.dims; ++d)
        text << (d ? " x " : "") << m.size[d];
    return text.str();
}

Mat contiguousFloats(InputArray array, const char* name) {
    const Mat m = unfoldChannels(array.getMat());
    if (m.empty()) CV_Error(Error::StsBadSize, format("BRNPA: %s are empty", name));
    if (m.type() != CV_32FC1)
        CV_Error(Error::StsUnsupportedFormat,
                 format("BRNPA: %s are of type %s, must be CV_32FC1", name, typeToString(m.type()).c_str()));
    return m.isContinuous() ? m : m.clone();
}

}  // namespace

AttentionView::AttentionView(InputArray maps, InputArray norms) : maps_(contiguousFloats(maps, "maps")) {
    const int dims = maps_.dims;
    if (dims != 3 && !(dims == 4 && maps_.size[0] == 1))
        CV_Error(Error::StsBadSize, format("BRNPA: maps are %s, must be K x H x W or 1 x K x H x W of one image",
                                           shapeText(maps_).c_str()));
    parts = maps_.size[dims - 3];
    height = maps_.size[dims - 2];
    width = maps_.size[dims - 1];
    if (norms.empty()) return;

    norms_ = contiguousFloats(norms, "norms");
    const int last = norms_.dims - 1;
    if (norms_.dims > 4 || norms_.total() != pixels() || norms_.size[last] != width || norms_.size[last - 1] != height)
        CV_Error(Error::StsBadSize, format("BRNPA: norms are %s, must be H x W as the maps, %d x %d",
                                           shapeText(norms_).c_str(), height, width));
}

}  // namespace brnpa
}  // namespace cv

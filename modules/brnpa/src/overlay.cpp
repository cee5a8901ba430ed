// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "attention_view.hpp"
#include "kernel/hue.hpp"
#include "plasma.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

namespace {

constexpr float kWhite = 255.f;  // of an 8-bit image

//! Map times norms; what is not a number counts as 0.
std::vector<float> weightedMap(const AttentionView& view, int k) {
    std::vector<float> product(view.map(k), view.map(k) + view.pixels());
    for (size_t i = 0; i < product.size(); ++i) {
        if (view.norms()) product[i] *= view.norms()[i];
        if (!std::isfinite(product[i])) product[i] = 0;
    }
    return product;
}

struct Extent {
    float lowest = std::numeric_limits<float>::max(), highest = std::numeric_limits<float>::lowest();

    void include(const std::vector<float>& values) {
        const auto ends = std::minmax_element(values.begin(), values.end());
        lowest = std::min(lowest, *ends.first);
        highest = std::max(highest, *ends.second);
    }
    bool isFlat() const { return !(highest > lowest); }
};

//! The maps in 0..1, one plane each; `flat` where there is nothing to see on any of them.
std::vector<Mat> stretchedMaps(const AttentionView& view, int normalization, bool& flat) {
    std::vector<std::vector<float>> maps;
    maps.reserve(static_cast<size_t>(view.parts));
    Extent joint;
    for (int k = 0; k < view.parts; ++k) {
        maps.push_back(weightedMap(view, k));
        joint.include(maps.back());
    }
    flat = true;
    std::vector<Mat> planes;
    planes.reserve(maps.size());
    for (const std::vector<float>& map : maps) {
        Extent extent = joint;
        if (normalization == NORMALIZE_PER_MAP) {
            extent = Extent();
            extent.include(map);
        }
        Mat plane = Mat::zeros(view.height, view.width, CV_32F);
        if (!extent.isFlat()) {
            flat = false;
            const double range = static_cast<double>(extent.highest) - extent.lowest;
            std::transform(map.begin(), map.end(), plane.ptr<float>(), [&](float value) {
                return static_cast<float>((static_cast<double>(value) - extent.lowest) / range);
            });
        }
        planes.push_back(plane);
    }
    return planes;
}

//! Fully saturated color of map k of `maps`, as B, G, R.
Vec3f colorOfMap(int k, int maps) {
    const float hue = brnpa_kernel::hueOfMap(k, maps);
    return {brnpa_kernel::shareOfColor(hue, brnpa_kernel::kBlueHue),
            brnpa_kernel::shareOfColor(hue, brnpa_kernel::kGreenHue),
            brnpa_kernel::shareOfColor(hue, brnpa_kernel::kRedHue)};
}

//! One plane on the scale plasma, 0..1.
void paintScale(Mat& plane, Mat& colors) {
    const Mat& scale = plasma();
    colors.create(plane.size(), CV_32FC3);
    for (int y = 0; y < plane.rows; ++y)
        for (int x = 0; x < plane.cols; ++x)
            colors.at<Vec3f>(y, x) =
                Vec3f(scale.at<Vec3b>(saturate_cast<uchar>(plane.at<float>(y, x) * kWhite))) * (1 / kWhite);
}

//! More than three maps: hues spread over the circle, added, cut off at 1.
Mat addHues(const std::vector<Mat>& planes) {
    Mat colors = Mat::zeros(planes[0].size(), CV_32FC3);
    for (size_t k = 0; k < planes.size(); ++k) {
        const Vec3f hue = colorOfMap(static_cast<int>(k), static_cast<int>(planes.size()));
        const float* value = planes[k].ptr<float>();
        Vec3f* color = colors.ptr<Vec3f>();
        for (size_t i = 0; i < colors.total(); ++i)
            color[i] += hue * value[i];
    }
    return min(colors, 1.);
}

//! Planes are contiguous, as made by stretchedMaps().
void paint(std::vector<Mat>& planes, bool flat, Size size, int interpolation, Mat& colors) {
    const int method = interpolation == UPSAMPLE_NEAREST ? INTER_NEAREST : INTER_LINEAR;
    Mat small;
    if (flat) {
        colors = Mat::zeros(size, CV_32FC3);
    } else if (planes.size() == 1) {
        resize(planes[0], small, size, 0, 0, method);
        paintScale(small, colors);
    } else if (planes.size() <= 3) {
        if (planes.size() == 2) planes.push_back(Mat::zeros(planes[0].size(), CV_32F));
        std::reverse(planes.begin(), planes.end());  // maps are R, G, B; images B, G, R
        merge(planes, small);
        resize(small, colors, size, 0, 0, method);
    } else {
        resize(addHues(planes), colors, size, 0, 0, method);
    }
}

//! @param size of the result; empty: that of the maps.
Mat paintedMaps(const AttentionView& view, const OverlayParams& params, Size size) {
    bool flat = true;
    std::vector<Mat> planes = stretchedMaps(view, params.normalization, flat);
    Mat painted;
    paint(planes, flat, size.empty() ? Size(view.width, view.height) : size, params.interpolation, painted);
    return painted;
}

void checkWeight(float weight, const char* name) {
    if (!(weight >= 0 && weight <= 1))
        CV_Error(Error::StsBadArg, format("BRNPA: %s is %g, must be 0..1", name, weight));
}

//! One row of color and gray image, blended; alpha is copied.
template <int Channels>
void blendRow(const uchar* image, const Vec3f* color, uchar* blended, int width, int outChannels,
              const OverlayParams& params) {
    for (int x = 0; x < width; ++x, image += Channels, blended += outChannels) {
        const float gray = Channels == 1 ? image[0] : static_cast<float>(image[0] + image[1] + image[2]) / 3.f;
        const uchar alpha = Channels == 4 ? image[3] : uchar{0};
        for (int c = 0; c < 3; ++c)
            blended[c] = saturate_cast<uchar>(params.colorWeight * kWhite * color[x][c] + params.grayWeight * gray);
        if (Channels == 4) blended[3] = alpha;
    }
}

}  // namespace

OverlayParams::OverlayParams()
    : normalization(NORMALIZE_JOINT), interpolation(UPSAMPLE_LINEAR), colorWeight(0.8f), grayWeight(0.2f) {}

AttentionOverlay::AttentionOverlay(const OverlayParams& params) : params_(params) {
    checkWeight(params.colorWeight, "colorWeight");
    checkWeight(params.grayWeight, "grayWeight");
    if (params.normalization != NORMALIZE_JOINT && params.normalization != NORMALIZE_PER_MAP)
        CV_Error(Error::StsBadArg, format("BRNPA: normalization is %d, not one of cv::brnpa::OverlayNormalization",
                                          params.normalization));
    if (params.interpolation != UPSAMPLE_LINEAR && params.interpolation != UPSAMPLE_NEAREST)
        CV_Error(Error::StsBadArg, format("BRNPA: interpolation is %d, not one of cv::brnpa::OverlayInterpolation",
                                          params.interpolation));
}

void AttentionOverlay::colors(InputArray maps, InputArray norms, OutputArray colors, Size size) const {
    if (size.width < 0 || size.height < 0)
        CV_Error(Error::StsBadSize, format("BRNPA: size is %d x %d, must not be negative", size.width, size.height));
    paintedMaps(AttentionView(maps, norms), params_, size).copyTo(colors);
}

void AttentionOverlay::apply(InputArray image, InputArray maps, InputArray norms, InputOutputArray blended) const {
    const Mat source = image.getMat();
    if (source.empty()) CV_Error(Error::StsBadSize, "BRNPA: the image is empty");
    if (source.dims != 2 || (source.type() != CV_8UC1 && source.type() != CV_8UC3 && source.type() != CV_8UC4))
        CV_Error(Error::StsUnsupportedFormat,
                 format("BRNPA: the image is of type %s with %d dimensions, must be CV_8UC1, "
                        "CV_8UC3 or CV_8UC4 with 2",
                        typeToString(source.type()).c_str(), source.dims));
    const Mat painted = paintedMaps(AttentionView(maps, norms), params_, source.size());

    blended.create(source.size(), source.type() == CV_8UC4 ? CV_8UC4 : CV_8UC3);
    Mat target = blended.getMat();
    const auto blend = source.channels() == 1 ? blendRow<1> : source.channels() == 3 ? blendRow<3> : blendRow<4>;
    for (int y = 0; y < source.rows; ++y)
        blend(source.ptr(y), painted.ptr<Vec3f>(y), target.ptr(y), source.cols, target.channels(), params_);
}

}  // namespace brnpa
}  // namespace cv

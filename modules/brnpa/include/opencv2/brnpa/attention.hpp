// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_BRNPA_ATTENTION_HPP
#define OPENCV_BRNPA_ATTENTION_HPP

#include <opencv2/core.hpp>
#include <opencv2/core/cuda.hpp>

namespace cv {
namespace brnpa {

//! @addtogroup brnpa
//! @{

//! What lowers the activity of the pixels that a part has taken.
enum Suppression {
    SUPPRESS_BY_SIMILARITY = 0,  //!< a <- (1 - s) a, the author's code: K different parts
    SUPPRESS_BY_WEIGHT = 1       //!< a <- (1 - w) a, as the paper prints it: the same pixel wins every round
};

//! How active a pixel is before the first round.
enum Activation {
    ACTIVATION_NORM = 0,         //!< a = |x| + epsilon, the author's code
    ACTIVATION_SQUARED_NORM = 1  //!< a = (|x| + epsilon)^2, as the paper prints it
};

//! How the pixel that starts a part is chosen.
enum Seeds {
    SEEDS_BY_ACTIVITY = 0,  //!< the most active pixel, the first one on ties
    SEEDS_RANDOM = 1        //!< a pseudo-random activity per image and pixel, see AttentionParams::randomSeed
};

//! Options of representativeVectors() and of the layer.
struct CV_EXPORTS_W_SIMPLE AttentionParams {
    //! The defaults. (Initializers beside the members would break OpenCV's generator of bindings.)
    CV_WRAP AttentionParams();

    CV_PROP_RW int numParts;     //!< K, 1 or more, at most the number of pixels; 3
    CV_PROP_RW float epsilon;    //!< added to every norm, > 0; 1e-5
    CV_PROP_RW int suppression;  //!< one of cv::brnpa::Suppression; SUPPRESS_BY_SIMILARITY
    CV_PROP_RW int activation;   //!< one of cv::brnpa::Activation; ACTIVATION_NORM
    CV_PROP_RW bool refine;      //!< false: a part's vector is its seed's, not the weighted mean; true
    CV_PROP_RW int seeds;        //!< one of cv::brnpa::Seeds; SEEDS_BY_ACTIVITY
    CV_PROP_RW int randomSeed;   //!< for SEEDS_RANDOM, any value; 0
};

/** @brief Representative vectors, attention maps and norms of feature maps (@cite gomez2021brnpa, section 3).

For each image, K times: the most active pixel j seeds a part; every pixel's cosine similarity s to it, divided by the
sum of s, is the part's attention map; the sum of the features weighted by the map is its representative vector; then
the activity of each pixel is multiplied by (1 - s).

@param features N x C x H x W, or C x H x W for one image, CV_32F, CV_16F or, where OpenCV has it, CV_16BF; all sums are
of floats. Should be non-negative (after a ReLU): negative
values are computed as the formula says, and then similarities and weights can be negative. An image with NaN, Inf or a
norm beyond float gives NaN vectors and maps.
@param vectors N x (K*C), CV_32F: the vectors of parts 1..K side by side.
@param maps N x K x H x W, CV_32F: each map sums to 1 over its pixels. Uniform where the features are all zero.
@param norms N x 1 x H x W, CV_32F: |x| + epsilon. Any of the outputs may be noArray().
@param params options.

@throws cv::Exception (StsBadArg, StsBadSize or StsUnsupportedFormat) that names the value, for another depth or number
of dimensions, an empty array, K < 1, K > H*W, epsilon <= 0 or an unknown enumerator.
*/
CV_EXPORTS_W void representativeVectors(InputArray features, OutputArray vectors, OutputArray maps, OutputArray norms,
                                        const AttentionParams& params = AttentionParams());

/** @brief cv::cuda::Stream::Null(), what the functions on cv::cuda::GpuMat run on unless told otherwise.
@throws cv::Exception (GpuNotSupported) that says how to get CUDA, where the module is built without: an OpenCV without
it has no stream to hand over.
*/
CV_EXPORTS cuda::Stream& defaultStream();

/** @overload
On a GPU, for features that are there already; nothing waits for the device.

@param features (N*C) x (H*W), CV_32FC1 or CV_16FC1: row n*C + c is channel c of image n. Of a cv::Mat N x C x H x W,
upload `features.reshape(1, N * C)`. Rows without gaps of a size that is a multiple of 16 bytes are read fastest.
@param images N.
@param vectors N x (K*C), CV_32F.
@param maps (N*K) x (H*W), CV_32F: row n*K + k is map k of image n.
@param norms N x (H*W), CV_32F. Outputs are continuous and must not be the features.
@param params options.
@param stream what the kernels run on. Their scratch is taken from its cv::cuda::BufferPool; where that is not in use
(cv::cuda::setBufferPoolUsage) memory is allocated, and the device waited for when it is released.

@throws cv::Exception as the function on cv::Mat does; GpuNotSupported where the module is built without CUDA;
GpuApiCallError where a kernel could not be started.
*/
CV_EXPORTS void representativeVectors(const cuda::GpuMat& features, int images, cuda::GpuMat& vectors,
                                      cuda::GpuMat& maps, cuda::GpuMat& norms,
                                      const AttentionParams& params = AttentionParams(),
                                      cuda::Stream& stream = defaultStream());

//! @}

}  // namespace brnpa
}  // namespace cv

#endif

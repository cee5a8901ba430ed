// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef BRNPA_PERF_COMPOSITION_HPP
#define BRNPA_PERF_COMPOSITION_HPP

#include <opencv2/core.hpp>

//! BR-NPA as one would write it with functions of cv::Mat: products of matrices, one image at a time.
inline void composedOfMatFunctions(const cv::Mat& features, int parts, cv::Mat& vectors, cv::Mat& maps) {
    const int N = features.size[0], C = features.size[1], P = features.size[2] * features.size[3];
    vectors.create(N * parts, C, CV_32F);
    maps.create(N * parts, P, CV_32F);
    for (int n = 0; n < N; ++n) {
        const cv::Mat x(C, P, CV_32F, const_cast<float*>(features.ptr<float>(n)));
        cv::Mat norms, activity, similarity;
        cv::reduce(x.mul(x), norms, 0, cv::REDUCE_SUM);
        cv::sqrt(norms, norms);
        norms += 1e-5;
        activity = norms.clone();
        for (int k = 0; k < parts; ++k) {
            cv::Point most;
            cv::minMaxLoc(activity, nullptr, nullptr, nullptr, &most);
            cv::gemm(x.col(most.x), x, 1 / norms.at<float>(most.x), cv::noArray(), 0, similarity, cv::GEMM_1_T);
            cv::divide(similarity, norms, similarity);
            const cv::Mat map = maps.row(n * parts + k);
            cv::Mat(similarity / cv::sum(similarity)[0]).copyTo(map);
            const cv::Mat vector = vectors.row(n * parts + k);
            cv::Mat product;
            cv::gemm(map, x, 1, cv::noArray(), 0, product, cv::GEMM_2_T);
            product.copyTo(vector);
            activity = activity.mul(1 - similarity);
        }
    }
}

#endif

// Uses every public header of an installed module, and ends with 0 when the results are what two orthogonal pixels
// give.
#include <cstdio>
#include <opencv2/brnpa.hpp>

int main() {
    const int sizes[] = {1, 2, 1, 2};
    float values[] = {3.f, 0.f, 0.f, 2.f};  // pixel 1 is (3, 0), pixel 2 is (0, 2)
    const cv::Mat features(4, sizes, CV_32F, values);
    cv::brnpa::AttentionParams params;
    params.numParts = 2;
    cv::Mat vectors, maps, norms, colors;
    cv::brnpa::representativeVectors(features, vectors, maps, norms, params);
    cv::brnpa::AttentionOverlay().colors(maps, norms, colors);
    cv::brnpa::registerLayers();

    const bool registered = cv::dnn::LayerFactory::isLayerRegistered("ai.brnpa.BRNPA") && brnpa_register() == 0;
    const double error = cv::norm(vectors, cv::Mat_<float>({1, 4}, {3.f, 0.f, 0.f, 2.f}), cv::NORM_INF);
    const double sparsity = cv::brnpa::sparsity(maps, norms);
    std::printf("error %g, sparsity %g, red %g\n", error, sparsity, static_cast<double>(colors.at<cv::Vec3f>(0, 0)[2]));
    return registered && error < 1e-4 && sparsity == 0.5 && colors.at<cv::Vec3f>(0, 0)[2] == 1.f ? 0 : 1;
}

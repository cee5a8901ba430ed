// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include <algorithm>
#include <iostream>
#include <mutex>

#include "attend.hpp"
#include "compat.hpp"
#include "layer_attributes.hpp"
#include "layer_cuda4dnn.hpp"
#include "layer_cuda_executor.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

namespace {

class BRNPALayerImpl CV_FINAL : public BRNPALayer {
  public:
    explicit BRNPALayerImpl(const dnn::LayerParams& layerParams) {
        setParamsFrom(layerParams);
        params = paramsFromAttributes(layerParams);
        if (!blobs.empty())
            CV_Error(Error::StsBadArg, format("BRNPA: %zu constant inputs, must be none", blobs.size()));
    }

    //! The importer asks with requiredOutputs = 0, and with zeros for dimensions that it does not know yet.
    bool getMemoryShapes(const std::vector<MatShape>& inputShapes, const int /*requiredOutputs*/,
                         std::vector<MatShape>& outputShapes, std::vector<MatShape>& internalShapes) const CV_OVERRIDE {
        if (inputShapes.size() != 1)
            CV_Error(Error::StsBadSize, format("BRNPA: %zu inputs, must be 1", inputShapes.size()));
        const MatShape& input = inputShapes[0];
        if (input.size() != 4)
            CV_Error(Error::StsBadSize, format("BRNPA: input has %zu dimensions, must have 4", size_t(input.size())));
        const int N = input[0], C = input[1], H = input[2], W = input[3], K = params.numParts;
        const bool known = N > 0 && C > 0 && H > 0 && W > 0;
        if (H > 0 && W > 0) checkPartsFit(K, H, W);

        size_t scratch = 1;
        if (known)
            scratch = scratchSize({static_cast<size_t>(N), static_cast<size_t>(C), static_cast<size_t>(H) * W}, params);
        if (scratch > static_cast<size_t>(std::numeric_limits<int>::max()))
            CV_Error(Error::StsNoMem, format("BRNPA: input %d x %d x %d x %d is too large", N, C, H, W));
        outputShapes = {MatShape({N, K * C}), MatShape({N, K, H, W}), MatShape({N, 1, H, W})};
        internalShapes.assign(1, MatShape({1, static_cast<int>(scratch)}));
        return false;
    }

    void forward(InputArrayOfArrays inputArrays, OutputArrayOfArrays outputArrays,
                 OutputArrayOfArrays internalArrays) CV_OVERRIDE {
        if (preferableTarget == dnn::DNN_TARGET_OPENCL_FP16 && inputArrays.depth() == kHalfFloat) {
            forward_fallback(inputArrays, outputArrays, internalArrays);
            return;
        }
        std::vector<Mat> in, out, scratch;
        inputArrays.getMatVector(in);
        outputArrays.getMatVector(out);
        internalArrays.getMatVector(scratch);
        CV_Assert(in.size() == 1 && out.size() == 3 && scratch.size() == 1);
        if (!isFeatureType(in[0].type()))
            CV_Error(Error::StsUnsupportedFormat, format("BRNPA: input is of type %s, must be CV_32FC1 or CV_16FC1",
                                                         typeToString(in[0].type()).c_str()));
        for (const Mat& each : out)
            CV_CheckTypeEQ(each.type(), CV_32FC1, "BRNPA: outputs are float");
        attend(in[0], params, out[0], out[1], out[2], scratch[0].ptr<float>());
    }

#ifdef BRNPA_CUDA4DNN
    bool supportBackend(int backendId) CV_OVERRIDE {
        return backendId == dnn::DNN_BACKEND_OPENCV || backendId == dnn::DNN_BACKEND_CUDA;
    }

    Ptr<dnn::BackendNode> initCUDA(void* context, const std::vector<Ptr<dnn::BackendWrapper>>& inputWrappers,
                                   const std::vector<Ptr<dnn::BackendWrapper>>& /*outputWrappers*/) CV_OVERRIDE {
        return cuda4dnnNode(context, preferableTarget, params, inputWrappers);
    }
#endif

    //! A multiplication and an addition for each feature: once for its norm, twice a part.
    int64 getFLOPS(const std::vector<MatShape>& inputShapes, const std::vector<MatShape>&) const CV_OVERRIDE {
        const MatShape& input = inputShapes[0];
        return int64{2} * input[0] * input[1] * input[2] * input[3] * (1 + 2 * int64{params.numParts});
    }
};

}  // namespace

Ptr<dnn::Layer> BRNPALayer::create(dnn::LayerParams& layerParams) {
    return makePtr<BRNPALayerImpl>(layerParams);
}

void registerLayers() {
    static std::once_flag once;
    std::call_once(once, [] {
        for (const char* type : {"ai.brnpa.BRNPA", "BRNPA"}) {
            dnn::LayerFactory::registerLayer(type, BRNPALayer::create);
#ifdef BRNPA_CUDA_EXECUTOR
            registerCudaExecutor(type);
#endif
        }
    });
}

}  // namespace brnpa
}  // namespace cv

int brnpa_register() {
    try {
        cv::brnpa::registerLayers();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "brnpa_register: " << error.what() << std::endl;
        return 1;
    }
}

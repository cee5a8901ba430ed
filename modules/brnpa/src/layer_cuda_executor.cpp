// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The layer on the CUDA backend of OpenCV 5.1 and later. Its interface is public, dnn::LayerFactory::registerExec() and
// dnn::Layer::forwardCUDA(), but for the stream, the first member of a private context; its class is inline. The header
// of the context itself would want symbols that shared libraries hide: cmake/cuda_context.cpp checks it instead.
#ifdef BRNPA_CUDA_EXECUTOR
#include "layer_cuda_executor.hpp"

#include <cuda4dnn/csl/stream.hpp>

#include "layer_gpu.hpp"
#include "opencv2/brnpa/layer.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

namespace {

void* deviceAddress(const UMat& tensor, AccessFlag access) {
    CV_Assert(tensor.isContinuous());
    return static_cast<uchar*>(tensor.handle(access)) + tensor.offset;
}

class CudaExecutor CV_FINAL : public dnn::Layer {
  public:
    CudaExecutor(const BRNPALayer& layer, const void* context) : params_(layer.params), context_(context) {
        name = layer.name;
        type = layer.type;
        inputs = layer.inputs;
        outputs = layer.outputs;
    }

    static Ptr<dnn::Layer> create(const Ptr<dnn::LayerInfo>& description, void* context) {
        const Ptr<BRNPALayer> layer = description.dynamicCast<BRNPALayer>();
        if (!layer || !context) return Ptr<dnn::Layer>();  // the processor's turn
        return makePtr<CudaExecutor>(*layer, context);
    }

    void forwardCUDA(InputArrayOfArrays inputArrays, OutputArrayOfArrays outputArrays,
                     void* /*workspace*/) CV_OVERRIDE {
        std::vector<UMat> in, out;
        inputArrays.getUMatVector(in);
        outputArrays.getUMatVector(out);
        CV_Assert(in.size() == 1 && in[0].dims == 4 && out.size() == 3);
        const int depth = in[0].depth();
        if (depth != CV_32F && depth != CV_16F)
            CV_Error(Error::StsUnsupportedFormat, format("BRNPA: input is of type %s, must be CV_32FC1 or CV_16FC1",
                                                         typeToString(in[0].type()).c_str()));
        for (const UMat& result : out)
            CV_Assert(result.depth() == depth);

        const auto element = depth == CV_32F ? brnpa_cuda::Element::Float : brnpa_cuda::Element::Half;
        const brnpa_cuda::Features features = deviceFeatures(deviceAddress(in[0], ACCESS_READ), element, in[0].size[0],
                                                             in[0].size[1], in[0].size[2], in[0].size[3]);
        const auto result = [&](int i) { return deviceAddress(out[i], ACCESS_WRITE); };
        const size_t bytes = deviceScratchBytes(features, params_);
        if (bytes > scratch_.rows * scratch_.step) scratch_.create(scratchSizeOf(bytes), CV_8UC1);
        attendOnDevice({features, result(0), result(1), result(2)}, params_, scratch_.data, stream().get());
    }

  private:
    const dnn::cuda4dnn::csl::Stream& stream() const {
        return *static_cast<const dnn::cuda4dnn::csl::Stream*>(context_);
    }

    const AttentionParams params_;
    const void* context_;   // of the network, which outlives its executors
    cuda::GpuMat scratch_;  // only ever used on that stream
};

}  // namespace

void registerCudaExecutor(const String& type) {
    dnn::LayerFactory::registerExec(type, dnn::DNN_BACKEND_CUDA, CudaExecutor::create);
}

}  // namespace brnpa
}  // namespace cv
#endif

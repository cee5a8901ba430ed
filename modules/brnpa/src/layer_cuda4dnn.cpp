// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The one file that uses what cv::dnn keeps to itself in OpenCV 4; nothing else may include its headers.
#ifdef BRNPA_CUDA4DNN
#include "layer_cuda4dnn.hpp"

#include <cvconfig.h>  // HAVE_CUDA, which op_cuda.hpp looks for

#include <op_cuda.hpp>
#include <type_traits>

#include "layer_gpu.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

namespace {

namespace csl = dnn::cuda4dnn::csl;

//! T: float, or half.
template <class T>
class AttentionNode final : public dnn::CUDABackendNode {
  public:
    AttentionNode(const csl::Stream& stream, const AttentionParams& params, const dnn::MatShape& input)
        : stream_(stream), params_(params) {
        const brnpa_cuda::Features features = deviceFeatures(nullptr, kElement, input[0], input[1], input[2], input[3]);
        csl::WorkspaceBuilder builder;
        builder.require(deviceScratchBytes(features, params));
        workspaceBytes_ = builder.required_workspace_size();
    }

    void forward(const std::vector<Ptr<dnn::BackendWrapper>>& inputs,
                 const std::vector<Ptr<dnn::BackendWrapper>>& outputs, csl::Workspace& workspace) CV_OVERRIDE {
        CV_Assert(inputs.size() == 1 && outputs.size() == 3 && workspace.size() >= workspaceBytes_);
        const csl::TensorView<T> x = inputs[0].dynamicCast<Wrapper>()->getView();
        const auto size = [&](int axis) { return static_cast<int>(x.get_axis_size(axis)); };
        const auto result = [&](int i) -> void* { return outputs[i].dynamicCast<Wrapper>()->getSpan().get().get(); };
        const brnpa_cuda::Features features =
            deviceFeatures(x.get().get(), kElement, size(0), size(1), size(2), size(3));
        attendOnDevice({features, result(0), result(1), result(2)}, params_, workspace.get().get(), stream_.get());
    }

    std::size_t get_workspace_memory_in_bytes() const noexcept CV_OVERRIDE { return workspaceBytes_; }

  private:
    using Wrapper = dnn::GetCUDABackendWrapperType<T>;
    static constexpr brnpa_cuda::Element kElement =
        std::is_same<T, float>::value ? brnpa_cuda::Element::Float : brnpa_cuda::Element::Half;

    const csl::Stream stream_;
    const AttentionParams params_;
    std::size_t workspaceBytes_;
};

}  // namespace

Ptr<dnn::BackendNode> cuda4dnnNode(void* context, int target, const AttentionParams& params,
                                   const std::vector<Ptr<dnn::BackendWrapper>>& inputs) {
    if (!context || inputs.size() != 1)
        CV_Error(Error::StsBadArg,
                 format("BRNPA: the CUDA backend gives %s and %zu inputs, must be a context and 1 input",
                        context ? "a context" : "no context", inputs.size()));
    const dnn::MatShape input = inputs[0].dynamicCast<dnn::CUDABackendWrapper>()->getShape();
    CV_Assert(input.size() == 4);
    return dnn::make_cuda_node<AttentionNode>(target, static_cast<csl::CSLContext*>(context)->stream, params, input);
}

}  // namespace brnpa
}  // namespace cv
#endif

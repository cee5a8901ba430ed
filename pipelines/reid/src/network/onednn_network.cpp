#include <array>
#include <utility>

#include "network/network.hpp"
#include "network/onednn_compat.hpp"
#include "network/onednn_compiler.hpp"

namespace reid {

namespace {

class OnednnNetwork : public Network {
  public:
    OnednnNetwork(const std::string& path, dnnl::memory::data_type type) : graph_(readOnnxGraph(path)), type_(type) {}

    std::vector<std::string> outputs() const override { return graph_.outputs; }

    std::vector<cv::Mat> forward(const cv::Mat& blob, const std::vector<std::string>& outputs) override {
        CV_CheckTypeEQ(blob.type(), CV_32F, "a network's input");
        CV_Assert(blob.isContinuous());
        const OnednnCompiled& compiled = programFor({blob.size.p, blob.size.p + blob.dims}, outputs);
        compiled.program->run(const_cast<float*>(blob.ptr<float>()));  // which only reads it
        std::vector<cv::Mat> arrays;
        for (const OnednnCompiled::Output& output : compiled.outputs)
            arrays.emplace_back(output.shape, CV_32F, compiled.program->numbers(output.value));
        return arrays;
    }

  private:
    using Key = std::pair<std::vector<int64_t>, std::vector<std::string>>;

    const OnednnCompiled& programFor(const std::vector<int64_t>& shape, const std::vector<std::string>& outputs) {
        constexpr size_t MOST_PROGRAMS = 16;  // more shapes than a batch of crops has
        const auto found = programs_.find({shape, outputs});
        if (found != programs_.end()) return found->second;
        if (programs_.size() == MOST_PROGRAMS) programs_.clear();
        return programs_
            .emplace(Key{shape, outputs}, compile(graph_, shape, outputs, type_, engine_, weights_, buffers_))
            .first->second;
    }

    OnnxGraph graph_;
    dnnl::memory::data_type type_;
    dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    OnednnWeights weights_{engine_};
    OnednnBuffers buffers_{engine_};
    std::map<Key, OnednnCompiled> programs_;
};

}  // namespace

std::unique_ptr<Network> openWithOnednn(const std::string& path, bool brief) {
    return std::make_unique<OnednnNetwork>(path, brief ? dnnl::memory::data_type::bf16 : dnnl::memory::data_type::f32);
}

void computeOnThisThreadAlone() {
    useOneThread();
}

bool computesInBfloat16() {
    // An instruction set has the bits of those that it contains.
    const auto needed = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & needed) == needed;
}

}  // namespace reid

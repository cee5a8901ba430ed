#include "heads/brnpa_head.hpp"

#include <ATen/Parallel.h>

#include <kernel/gradient.hpp>
#include <kernel/representative_vectors.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace brnpa::trainer {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

void check(const torch::Tensor& features, int numParts, double epsilon) {
    if (features.dim() != 4)
        throw std::invalid_argument("BR-NPA takes N x C x H x W features, not " + std::to_string(features.dim()) +
                                    " dimensions");
    const auto pixels = features.size(2) * features.size(3);
    if (numParts < 1 || numParts > pixels)
        throw std::invalid_argument("num_parts is 1 to H * W = " + std::to_string(pixels) + ", not " +
                                    std::to_string(numParts));
    if (!(epsilon > 0)) throw std::invalid_argument("epsilon is greater than 0, not " + std::to_string(epsilon));
}

//! Of dense features.
brnpa_kernel::Shape shapeOf(const torch::Tensor& features) {
    return {static_cast<std::size_t>(features.size(0)), static_cast<std::size_t>(features.size(1)),
            static_cast<std::size_t>(features.size(2) * features.size(3)),
            features.is_contiguous() ? brnpa_kernel::Layout::ChannelsFirst : brnpa_kernel::Layout::ChannelsLast};
}

brnpa_kernel::Options optionsOf(std::int64_t numParts, double epsilon) {
    brnpa_kernel::Options options;
    options.parts = static_cast<std::size_t>(numParts);
    options.epsilon = static_cast<float>(epsilon);
    return options;
}

template <class Work>
void onThreads(std::size_t begin, std::size_t end, const Work& work) {
    at::parallel_for(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), 1,
                     [&](std::int64_t first, std::int64_t last) {
                         work(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
                     });
}

const auto parallelFor = [](std::size_t begin, std::size_t end, const auto& work) { onThreads(begin, end, work); };

std::vector<float> scratchOf(std::size_t floats) {
    return std::vector<float>(floats);
}

//! The kernel as an operation of autograd. The gradient needs what the forward pass gave, and nothing else.
class BrnpaFunction : public torch::autograd::Function<BrnpaFunction> {
  public:
    static variable_list forward(AutogradContext* context, const torch::Tensor& features, std::int64_t numParts,
                                 double epsilon) {
        // Channels-last features stay so, and so does their gradient.
        const auto x = features.contiguous(features.suggest_memory_format());
        const auto n = x.size(0), c = x.size(1), h = x.size(2), w = x.size(3);
        auto vectors = torch::empty({n, numParts * c}), maps = torch::empty({n, numParts, h, w});
        auto norms = torch::empty({n, 1, h, w}), sums = torch::empty({n, numParts});
        auto seeds = torch::empty({n, numParts}, torch::kInt32);
        const auto shape = shapeOf(x);
        const auto options = optionsOf(numParts, epsilon);
        auto scratch = scratchOf(brnpa_kernel::scratchFloats(shape, options));
        brnpa_kernel::representativeVectors(
            x.data_ptr<float>(), shape, options,
            brnpa_kernel::Outputs{vectors.data_ptr<float>(), maps.data_ptr<float>(), norms.data_ptr<float>(),
                                  seeds.data_ptr<std::int32_t>(), sums.data_ptr<float>()},
            scratch.data(), parallelFor);
        context->save_for_backward({x, maps, norms, seeds, sums});
        context->saved_data["epsilon"] = epsilon;
        context->set_materialize_grads(false);
        return {vectors, maps, norms};
    }

    static variable_list backward(AutogradContext* context, const variable_list& outputs) {
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &maps = saved[1], &norms = saved[2], &seeds = saved[3], &sums = saved[4];
        const auto shape = shapeOf(x);
        const auto options = optionsOf(maps.size(1), context->saved_data["epsilon"].toDouble());
        const brnpa_kernel::Forward forward{maps.data_ptr<float>(), norms.data_ptr<float>(),
                                            seeds.data_ptr<std::int32_t>(), sums.data_ptr<float>()};
        variable_list dense;
        for (const auto& gradient : outputs)
            dense.push_back(gradient.defined() ? gradient.contiguous() : gradient);
        const auto pointer = [&](std::size_t i) { return dense[i].defined() ? dense[i].data_ptr<float>() : nullptr; };
        const brnpa_kernel::OutputGradients gradients{pointer(0), pointer(1), pointer(2)};

        auto result = torch::empty_like(x);
        const auto* input = x.data_ptr<float>();
        auto* target = result.data_ptr<float>();
        parallelFor(0, shape.images, [&](std::size_t begin, std::size_t end) {
            auto scratch = scratchOf(brnpa_kernel::gradientScratchFloats(shape, options));
            for (std::size_t n = begin; n < end; ++n)
                brnpa_kernel::imageGradient(input, shape, options, forward, gradients, n, target, scratch.data());
        });
        return {result, {}, {}};
    }
};

}  // namespace

BrnpaOutput brnpaHead(const torch::Tensor& features, int numParts, double epsilon) {
    check(features, numParts, epsilon);
    if (features.scalar_type() != torch::kFloat32 || !features.device().is_cpu())
        return brnpaComposition(features, numParts, epsilon);
    const auto outputs = BrnpaFunction::apply(features, static_cast<std::int64_t>(numParts), epsilon);
    return {outputs[0], outputs[1], outputs[2]};
}

BrnpaOutput brnpaComposition(const torch::Tensor& features, int numParts, double epsilon) {
    check(features, numParts, epsilon);
    const auto n = features.size(0), c = features.size(1), h = features.size(2), w = features.size(3);

    // Pixels as rows: contiguous without a copy where the features are channels-last.
    const auto pixels = features.permute({0, 2, 3, 1}).reshape({n, h * w, c});
    const auto norms = pixels.norm(2, -1) + epsilon;  // N x P
    auto activity = norms.detach();
    std::vector<torch::Tensor> vectors, maps;
    for (int part = 0; part < numParts; ++part) {
        const auto seed = activity.argmax(1, /*keepdim=*/true);                        // N x 1
        const auto seedPixel = pixels.gather(1, seed.unsqueeze(2).expand({n, 1, c}));  // N x 1 x C
        const auto dots = pixels.matmul(seedPixel.transpose(1, 2)).squeeze(2);         // N x P
        const auto similarity = dots / (norms * norms.gather(1, seed));
        const auto sum = similarity.sum(1, /*keepdim=*/true);
        const auto isZero = sum == 0;
        const auto uniform = torch::full_like(similarity, 1.0 / static_cast<double>(h * w));
        const auto map = torch::where(isZero, uniform, similarity / sum.masked_fill(isZero, 1));
        vectors.push_back(map.unsqueeze(1).matmul(pixels).squeeze(1));
        maps.push_back(map);
        activity = activity * (1 - similarity.detach());
    }
    return {torch::cat(vectors, 1), torch::stack(maps, 1).reshape({n, numParts, h, w}), norms.reshape({n, 1, h, w})};
}

}  // namespace brnpa::trainer

#include "export/output_difference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/errors.hpp"

namespace brnpa::trainer {

double outputDifference(const torch::Tensor& got, const torch::Tensor& expected, const std::string& what) {
    if (got.sizes() != expected.sizes())
        throw InputError(fmt::format("the exported model's {} has {} numbers in another shape than LibTorch's {}", what,
                                     got.numel(), expected.numel()));
    const double scale = std::max(1.0, expected.abs().max().item<double>());
    const double error = (got - expected).abs().max().item<double>() / scale;
    // Written so that a NaN is refused as well.
    if (!(error <= exportTolerance))
        throw InputError(fmt::format("the exported model's {} differs from LibTorch's by {:.3g}, allowed is {:.0e}",
                                     what, error, exportTolerance));
    return error;
}

}  // namespace brnpa::trainer

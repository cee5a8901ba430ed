#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "network/onednn_compat.hpp"
#include "network/onednn_operators.hpp"

namespace reid::onednn {

void Compiler::concatenate(const Node& node) {
    std::vector<Value> parts;
    for (size_t i = 0; i < node.inputs.size(); ++i)
        parts.push_back(value(node, i));
    const int rank = static_cast<int>(dimensions(parts[0]).size());
    const int axis = static_cast<int>((node.whole("axis", 0) + rank) % rank);
    const bool whole = std::all_of(parts.begin(), parts.end(), [&](Value part) {
        return rank == 4 && dimensions(part)[1] % (2 * BLOCK) == 0 && type(part) == type(parts[0]);
    });
    std::vector<memory::desc> layouts;
    std::vector<OnednnProgram::Argument> arguments;
    for (Value& part : parts) {
        part = whole ? part : inPlain(part);
        arguments.push_back({DNNL_ARG_MULTIPLE_SRC + static_cast<int>(layouts.size()), part});
        layouts.push_back(program_->layout(part));
    }
    const auto description = describeConcat(engine_, axis, layouts);
    const Value to = program_->add(description.dst_desc());
    arguments.push_back({DNNL_ARG_DST, to});
    program_->addStep(dnnl::concat(description), std::move(arguments));
    values_[node.outputs.at(0)] = to;
}

void Compiler::flatten(const Node& node) {
    const Value from = inPlain(value(node, 0));
    const Dimensions sizes = dimensions(from);
    const auto axis = static_cast<std::ptrdiff_t>(node.whole("axis", 1));
    require(axis >= 0 && axis <= static_cast<std::ptrdiff_t>(sizes.size()), node, "an axis that its input lacks");
    const Dimensions rows(sizes.begin(), sizes.begin() + axis), columns(sizes.begin() + axis, sizes.end());
    values_[node.outputs.at(0)] = program_->addView(from, plain({product(rows), product(columns)}));
}

void Compiler::resize(const Node& node) {
    const std::string from = node.text("coordinate_transformation_mode", "half_pixel");
    const std::string nearest = node.text("nearest_mode", "round_prefer_floor");
    require(node.text("mode", "nearest") == "nearest" &&
                (from == "half_pixel" || (from == "asymmetric" && nearest == "floor")),
            node, "a mode other than repeating pixels");
    const std::vector<float>& scales = constant(node, node.inputs.size() > 2 ? 2 : 1).numbers;
    require(scales.size() == 4 && scales[0] == 1 && scales[1] == 1, node, "other factors than of height and width");
    const Value small = value(node, 0);
    Dimensions sizes = dimensions(small);
    require(sizes.size() == 4, node, "an input of other than four dimensions");
    for (size_t i = 2; i < 4; ++i) {
        require(scales[i] >= 1 && scales[i] == std::floor(scales[i]), node, "a factor that is not whole");
        sizes[i] *= static_cast<memory::dim>(scales[i]);
    }
    const auto description = describe<dnnl::resampling_forward>(engine_, {}, INFERENCE, algorithm::resampling_nearest,
                                                                std::vector<float>{scales[2], scales[3]},
                                                                program_->layout(small), anyLayout(sizes, type(small)));
    addStep<dnnl::resampling_forward>(node, small, description);
}

void Compiler::reshape(const Node& node) {
    const Value from = inPlain(value(node, 0));
    Dimensions sizes = constant(node, 1).wholes;
    memory::dim known = 1;
    for (size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == 0) sizes[i] = dimensions(from).at(i);
        if (sizes[i] > 0) known *= sizes[i];
    }
    for (memory::dim& size : sizes)
        if (size < 0) size = product(dimensions(from)) / known;
    require(product(sizes) == product(dimensions(from)), node, "a shape of another size");
    values_[node.outputs.at(0)] = program_->addView(from, plain(sizes));
}

void Compiler::transpose(const Node& node) {
    const Value from = value(node, 0);
    const Dimensions sizes = dimensions(from);
    Dimensions order(sizes.size());
    std::iota(order.rbegin(), order.rend(), 0);
    order = node.list("perm", order);
    Dimensions turned;
    std::vector<int> back(sizes.size());
    for (size_t i = 0; i < order.size(); ++i) {
        turned.push_back(sizes.at(static_cast<size_t>(order[i])));
        back[static_cast<size_t>(order[i])] = static_cast<int>(i);
    }
    const Value view = program_->addView(from, program_->layout(from).permute_axes(back));
    values_[node.outputs.at(0)] = inPlain(view);
}

}  // namespace reid::onednn

#include "backbones/weights_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace brnpa::trainer {
namespace {

//! Of batch normalization: measured, not learned.
bool isStatistic(const std::string& name) {
    const std::string last = name.substr(name.rfind('.') + 1);
    return last == "running_mean" || last == "running_var";
}

struct Count {
    std::size_t tensors = 0;
    std::int64_t parameters = 0;

    void add(const std::string& name, const torch::Tensor& tensor) {
        ++tensors;
        if (tensor.is_floating_point() && !isStatistic(name)) parameters += tensor.numel();
    }
};

//! 1234567 as 1,234,567.
std::string withCommas(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t place = text.size(); place > 3; place -= 3)
        text.insert(place - 3, ",");
    return text;
}

}  // namespace

std::string weightsTable(const NamedTensors& weights) {
    constexpr const char* line = "{:<{}} {:>8} {:>15}\n";
    const std::string heading = "part";
    std::map<std::string, Count> parts;
    Count all;
    std::size_t width = heading.size();
    for (const auto& [name, tensor] : weights) {
        const std::string part = name.substr(0, name.find('.'));
        parts[part].add(name, tensor);
        all.add(name, tensor);
        width = std::max(width, part.size());
    }
    std::string table = fmt::format(line, heading, width, "tensors", "parameters");
    for (const auto& [part, count] : parts)
        table += fmt::format(line, part, width, count.tensors, withCommas(count.parameters));
    return table + fmt::format(line, "all", width, all.tensors, withCommas(all.parameters));
}

}  // namespace brnpa::trainer

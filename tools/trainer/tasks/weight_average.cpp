#include "tasks/weight_average.hpp"

#include <algorithm>

namespace brnpa::trainer {

WeightAverage::WeightAverage(std::shared_ptr<torch::nn::Module> average, double decay, std::int64_t steps)
    : average_(std::move(average)), decay_(decay), steps_(steps) {
    average_->eval();
}

void WeightAverage::update(const torch::nn::Module& network) {
    const torch::NoGradGuard noGrad;
    const auto t = static_cast<double>(steps_++);
    const double decay = std::min(decay_, (1 + t) / (10 + t));
    const auto follow = [&](const auto& average, const auto& current) {
        for (std::size_t i = 0; i < average.size(); ++i) {
            torch::Tensor target = average[i];
            if (target.is_floating_point())
                target.lerp_(current[i], 1 - decay);
            else
                target.copy_(current[i]);
        }
    };
    follow(average_->parameters(), network.parameters());
    follow(average_->buffers(), network.buffers());
}

}  // namespace brnpa::trainer

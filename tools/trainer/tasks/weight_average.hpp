#pragma once

#include <torch/torch.h>

#include <memory>

namespace brnpa::trainer {

/** A network whose weights are the exponential moving average of another's (Polyak averaging).

The decay starts low, min(decay, (1 + t) / (10 + t)) at step t, so that the first weights are soon forgotten. Statistics
of batch normalization are averaged too. */
class WeightAverage {
  public:
    /** @param average takes over from here: a network of the same recipe, whose weights count as the average so far.
        @param decay 0..1, below 1.
        @param steps that were averaged before. */
    WeightAverage(std::shared_ptr<torch::nn::Module> average, double decay, std::int64_t steps);

    void update(const torch::nn::Module& network);

    const torch::nn::Module& network() const { return *average_; }
    std::int64_t steps() const { return steps_; }

  private:
    std::shared_ptr<torch::nn::Module> average_;
    double decay_;
    std::int64_t steps_;
};

}  // namespace brnpa::trainer

#pragma once

#include <map>
#include <string>

namespace brnpa::trainer {

//! Means of what a training shows, most of the weight on the last steps.
struct RunningMeans {
    static constexpr double smoothing = 0.95;

    double loss = 0, accuracy = 0;
    std::map<std::string, double> terms;
    bool empty = true;

    void add(double newLoss, double newAccuracy, const std::map<std::string, double>& newTerms) {
        const auto follow = [this](double& mean, double value) {
            mean = empty ? value : smoothing * mean + (1 - smoothing) * value;
        };
        follow(loss, newLoss);
        follow(accuracy, newAccuracy);
        for (const auto& [name, value] : newTerms)
            follow(terms[name], value);
        empty = false;
    }
};

}  // namespace brnpa::trainer

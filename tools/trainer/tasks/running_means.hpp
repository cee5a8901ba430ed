#pragma once

#include <map>
#include <optional>
#include <string>

namespace brnpa::trainer {

//! Means of what a training shows, most of the weight on the last steps.
struct RunningMeans {
    static constexpr double smoothing = 0.95;

    double loss = 0;
    std::optional<double> accuracy;  //!< empty in tasks that have none
    std::map<std::string, double> terms;
    bool empty = true;

    void add(double newLoss, std::optional<double> newAccuracy, const std::map<std::string, double>& newTerms) {
        const auto follow = [this](double mean, double value) {
            return empty ? value : smoothing * mean + (1 - smoothing) * value;
        };
        loss = follow(loss, newLoss);
        if (newAccuracy) accuracy = follow(accuracy.value_or(0), *newAccuracy);
        for (const auto& [name, value] : newTerms)
            terms[name] = follow(terms[name], value);
        empty = false;
    }
};

}  // namespace brnpa::trainer

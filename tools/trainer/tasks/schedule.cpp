#include "tasks/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace brnpa::trainer {
namespace {

constexpr double warmUpStart = 0.01;
constexpr double pi = 3.14159265358979323846;

double warmUp(double epoch, double warmUpEpochs) {
    return epoch < warmUpEpochs ? warmUpStart + (1 - warmUpStart) * epoch / warmUpEpochs : 1;
}

}  // namespace

double learningRateFactor(double epoch, double epochs, double warmUpEpochs) {
    if (epoch < warmUpEpochs) return warmUp(epoch, warmUpEpochs);
    if (epochs <= warmUpEpochs) return 1;
    const double done = std::clamp((epoch - warmUpEpochs) / (epochs - warmUpEpochs), 0.0, 1.0);
    return 0.5 * (1 + std::cos(pi * done));
}

double multistepFactor(double epoch, double warmUpEpochs, const std::vector<int>& milestones, double gamma) {
    const auto passed = std::count_if(milestones.begin(), milestones.end(), [&](int m) { return epoch >= m; });
    return warmUp(epoch, warmUpEpochs) * std::pow(gamma, static_cast<double>(passed));
}

}  // namespace brnpa::trainer

#include "tasks/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace brnpa::trainer {
namespace {

constexpr double warmUpStart = 0.01;
constexpr double pi = 3.14159265358979323846;

}  // namespace

double learningRateFactor(double epoch, double epochs, double warmUpEpochs) {
    if (epoch < warmUpEpochs) return warmUpStart + (1 - warmUpStart) * epoch / warmUpEpochs;
    if (epochs <= warmUpEpochs) return 1;
    const double done = std::clamp((epoch - warmUpEpochs) / (epochs - warmUpEpochs), 0.0, 1.0);
    return 0.5 * (1 + std::cos(pi * done));
}

}  // namespace brnpa::trainer

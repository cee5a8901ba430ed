#include "run/axis_ticks.hpp"

#include <fmt/format.h>

#include <cmath>

namespace brnpa::trainer {
namespace {

constexpr double rounding = 1e-9;  // of a multiple that arithmetic missed by a little

double stepOf(double range, int most) {
    const double power = std::pow(10, std::floor(std::log10(range / most)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (range / (factor * power) <= most * (1 + rounding)) return factor * power;
    return 10 * power;
}

}  // namespace

std::vector<double> axisTicks(double low, double high, int most) {
    if (!(high > low)) {
        const double room = low == 0 ? 1 : std::abs(low) / 2;
        high = low + room;
        low -= room;
    }
    // The outermost ticks lie beyond the range and take two of the intervals.
    double step = stepOf(high - low, most);
    while (std::ceil(high / step - rounding) - std::floor(low / step + rounding) > most)
        step = stepOf(step * most * 1.5, most);
    std::vector<double> ticks;
    const double first = std::floor(low / step + rounding), last = std::ceil(high / step - rounding);
    for (double i = first; i <= last; ++i)
        ticks.push_back(i * step);
    return ticks;
}

std::string tickLabel(double tick) {
    const double size = std::abs(tick);
    if (size < 1e-12) return "0";
    if (size >= 1e6) return fmt::format("{:g}M", tick / 1e6);
    if (size >= 1e4) return fmt::format("{:g}k", tick / 1e3);
    return size < 1e-3 ? fmt::format("{:.3g}", tick) : fmt::format("{:g}", tick);
}

}  // namespace brnpa::trainer

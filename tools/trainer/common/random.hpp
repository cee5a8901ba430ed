#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace brnpa::trainer {

/** Random numbers that are the same on every platform: the standard fixes std::mt19937_64, but not its distributions.
 */
class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    //! A whole number in 0..limit-1; limit > 0. The bias of the remainder is below 2^-32 for limits below 2^32.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

    //! A number in [0, 1).
    double uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

  private:
    std::mt19937_64 engine_;
};

//! A seed that depends on all of its arguments (splitmix64).
inline std::uint64_t mixSeed(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0) {
    for (const std::uint64_t value : {a, b}) {
        seed += 0x9e3779b97f4a7c15u + value;
        seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9u;
        seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebu;
        seed ^= seed >> 31;
    }
    return seed;
}

}  // namespace brnpa::trainer
